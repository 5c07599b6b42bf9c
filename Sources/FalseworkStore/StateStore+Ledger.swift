// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
public import FalseworkQueue
internal import GRDB

/// What the requests of a session to an endpoint come to.
public struct LedgerLine: Sendable, Hashable {
  /// Whose requests they are.
  public let session: SessionID
  /// The endpoint, sub-path included.
  public let endpoint: EndpointID
  /// How many were accepted.
  public let acceptedCount: Int
  /// How many of these have brought an output by now, which is what fal bills.
  public let succeededCount: Int
  /// How long runners have worked on them by now.
  public let runnerTime: Duration
}

extension StateStore {
  /// Returns what the requests of a session, or of all, come to at a moment.
  public func ledger(
    of session: SessionID?, at now: Timestamp
  ) throws(StoreError) -> [LedgerLine] {
    try reading { database in
      let statement = try database.cachedStatement(sql: Self.ledgerQuery)
      let rows = try Row.fetchAll(
        statement, arguments: [now.microseconds, session?.description])
      return rows.compactMap { row in
        EndpointID(row["endpoint"] as String).map { endpoint in
          LedgerLine(
            session: SessionID(row["session"]), endpoint: endpoint,
            acceptedCount: row["accepted"], succeededCount: row["succeeded"],
            runnerTime: .microseconds(row["worked"] as Int64))
        }
      }
    }
  }

  /// A run is `[assigned, started, ended, runner]`; one that lies ahead adds nothing.
  private static let ledgerQuery = """
    SELECT session, endpoint, COUNT(*) AS accepted,
      SUM(ended <= ?1 AND cancelled IS NULL AND verdict LIKE '{"accepted"%'
        AND json_array_length(runs) = json_array_length(job, '$.attempts')
        AND (job ->> '$.attempts[#-1][1]') IS NULL) AS succeeded,
      SUM((SELECT IFNULL(SUM(MAX(0, MIN(?1, value ->> 2) - (value ->> 1))), 0)
        FROM json_each(runs))) AS worked
    FROM requests WHERE ?2 IS NULL OR session = ?2
    GROUP BY session, endpoint ORDER BY session, endpoint
    """

  /// Returns the latest requests of a session, or of all, the latest first.
  public func latest(
    _ countMax: Int, of session: SessionID?
  ) throws(StoreError) -> [RequestRecord] {
    try reading { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT * FROM requests WHERE ?1 IS NULL OR session = ?1
          ORDER BY submitted DESC LIMIT ?2
          """)
      return try Row.fetchAll(statement, arguments: [session?.description, countMax])
        .map(RequestRecord.init(row:))
    }
  }
}
