// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
public import FalseworkQueue
internal import GRDB

/// The outbox: an order is written with its request, an attempt once its outcome is known.
///
/// So whenever the process dies, a webhook is still there that no receiver is known to have taken:
/// it may come twice, but not never.
extension StateStore {
  /// Returns the webhook of a request; nil when it wanted none, or the log has dropped it.
  public func webhook(of id: RequestID) throws(StoreError) -> WebhookDelivery? {
    try reading { database in
      let statement = try database.cachedStatement(sql: "SELECT * FROM webhooks WHERE request = ?")
      return try Row.fetchOne(statement, arguments: [id.description])
        .map { try WebhookDelivery(row: $0, in: database) }
    }
  }

  /// Returns the webhooks of the latest requests, the latest first.
  public func latestWebhooks(countMax: Int) throws(StoreError) -> [WebhookDelivery] {
    try reading { database in
      let statement = try database.cachedStatement(
        sql: "SELECT * FROM webhooks ORDER BY request DESC LIMIT ?")
      return try Row.fetchAll(statement, arguments: [countMax])
        .map { try WebhookDelivery(row: $0, in: database) }
    }
  }

  /// Returns the webhooks that are to be sent.
  public func waitingWebhooks() throws(StoreError) -> [WaitingWebhook] {
    try reading { database in
      let sql = """
        SELECT request, url, next, ended
        FROM webhooks JOIN requests ON requests.id = webhooks.request
        WHERE state = 'waiting'
        """
      return try Row.fetchAll(database, sql: sql).map { row in
        WaitingWebhook(
          request: try RequestID(webhookRow: row), url: row["url"],
          retry: (row["next"] as Int64?).map(Timestamp.init(microseconds:)),
          ended: Timestamp(microseconds: row["ended"]))
      }
    }
  }

  /// Keeps that a webhook will not be sent.
  public func giveUpWebhook(of id: RequestID) async throws(StoreError) {
    try await writing { database in
      let update = "UPDATE webhooks SET state = ?, next = NULL WHERE request = ?"
      try database.cachedStatement(sql: update)
        .execute(arguments: [WebhookDelivery.State.givenUp.name, id.description])
    }
  }

  /// Keeps an attempt and what comes of the webhook by it, and drops the log of those that have
  /// been over for longest.
  public func keep(
    _ attempt: WebhookAttempt, of id: RequestID, _ state: WebhookDelivery.State
  ) async throws(StoreError) {
    try await writing { database in
      try database.cachedStatement(sql: WebhookAttempt.insertion)
        .execute(arguments: attempt.arguments(of: id))
      let update = "UPDATE webhooks SET state = ?, next = ? WHERE request = ?"
      try database.cachedStatement(sql: update)
        .execute(arguments: [state.name, state.next?.microseconds, id.description])
      if state.isOver { try Self.dropOldLog(in: database) }
    }
  }

  private static func dropOldLog(in database: Database) throws {
    let newestToDrop = """
      SELECT request FROM webhooks WHERE state <> 'waiting' ORDER BY request DESC LIMIT 1 OFFSET ?
      """
    let drop = "DELETE FROM webhooks WHERE state <> 'waiting' AND request <= (\(newestToDrop))"
    try database.cachedStatement(sql: drop).execute(arguments: [WebhookDelivery.overCountMax])
  }
}

extension WebhookOrder {
  /// Puts the order beside its request, in the same transaction.
  func insert(for id: RequestID, into database: Database) throws {
    let sql = "INSERT INTO webhooks (request, url, door, state, conduct) VALUES (?, ?, ?, ?, ?)"
    try database.cachedStatement(sql: sql).execute(
      arguments: [id.description, url, door, WebhookDelivery.State.waiting(nil).name, conduct])
  }
}

extension WebhookDelivery {
  fileprivate init(row: Row, in database: Database) throws {
    let id = try RequestID(webhookRow: row)
    let next: Int64? = row["next"]
    guard let state = State(name: row["state"], next: next.map(Timestamp.init(microseconds:)))
    else { throw StoreError("the webhook of \(id) is damaged in the database") }
    let statement = try database.cachedStatement(
      sql: "SELECT * FROM webhook_attempts WHERE request = ? ORDER BY ordinal")
    let attempts = try Row.fetchAll(statement, arguments: [id.description])
    self.init(
      request: id,
      order: WebhookOrder(url: row["url"], door: row["door"], conduct: row["conduct"]),
      state: state, attempts: attempts.map(WebhookAttempt.init(row:)))
  }
}

extension WebhookDelivery.State {
  fileprivate var isOver: Bool {
    switch self {
    case .waiting: false
    case .delivered, .givenUp: true
    }
  }

  fileprivate var next: Timestamp? {
    switch self {
    case .waiting(let moment): moment
    case .delivered, .givenUp: nil
    }
  }
}

extension WebhookAttempt {
  fileprivate static let insertion = """
    INSERT INTO webhook_attempts (request, ordinal, began, duration, status, failure)
    VALUES (?1, (SELECT COUNT(*) FROM webhook_attempts WHERE request = ?1), ?2, ?3, ?4, ?5)
    """

  fileprivate func arguments(of id: RequestID) -> StatementArguments {
    let (status, failure): (Int?, String?) =
      switch outcome {
      case .answered(let status): (status, nil)
      case .failed(let reason): (nil, reason)
      }
    return [id.description, began.microseconds, duration.microseconds, status, failure]
  }

  fileprivate init(row: Row) {
    let status: Int? = row["status"]
    let failure: String? = row["failure"]
    self.init(
      began: Timestamp(microseconds: row["began"]),
      duration: .microseconds(row["duration"] as Int64),
      outcome: status.map { .answered(status: $0) } ?? .failed(failure ?? ""))
  }
}

extension RequestID {
  /// The request that a row of the outbox belongs to.
  fileprivate init(webhookRow row: Row) throws(StoreError) {
    let text: String = row["request"]
    guard let id = RequestID(text) else {
      throw StoreError("the webhook of \(text) is damaged in the database")
    }
    self = id
  }
}
