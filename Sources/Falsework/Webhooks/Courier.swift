// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import HTTPTypes
internal import Logging

/// Sends webhooks, one attempt at a time, and keeps what came of each.
///
/// Signatures carry real time, and an attempt's limit is real time, because receivers live in it;
/// all that lies between attempts is the mock's time.
struct Courier: Sendable {
  /// How long an attempt may take; documented for the first one.
  static let timeout = Duration.seconds(15)
  /// The most that is read of a receiver's answer, in bytes.
  static let answerBytesMax = 64 * 1024
  /// How long to wait when the mock itself is in trouble, such as with a full disk.
  private static let troublePause = Duration.seconds(60)

  let fal: FalService
  let client: HTTPClient
  let schedule: WebhookSchedule
  let desk: FaultDesk
  let exchanges: ExchangeLog
  let logger: Logger

  /// Makes an attempt; returns when to come back, nil when the webhook is over.
  func deliver(_ id: RequestID) async -> WebhookAgenda.Next? {
    do {
      let now = fal.clock.now
      guard let webhook = try fal.store.webhook(of: id), case .waiting = webhook.state,
        let record = try await fal.store.settledRequest(id)
      else { return nil }
      // The end may have moved since this was planned.
      guard record.ended <= now else {
        return WebhookAgenda.Next(moment: record.ended, occasion: .end)
      }
      let plan = desk.plan(
        ofWebhookOf: record, attempt: webhook.attempts.count + 1,
        to: (try? HTTPURL(webhook.order.url))?.authority.host ?? "", at: now,
        try conduct(of: webhook))
      if plan.conduct.sending == .never {
        try await fal.store.giveUpWebhook(of: id)
        desk.settle(plan, .delivered)
        desk.settleWebhook(of: id, .delivered)
        desk.noteAttempt(atWebhookOf: id)
        return nil
      }
      if webhook.attempts.isEmpty, let moment = plan.moment(after: record.ended, now) {
        return WebhookAgenda.Next(moment: moment, occasion: .retry)
      }
      return try await attempt(webhook, record, plan).map {
        WebhookAgenda.Next(moment: $0, occasion: .retry)
      }
    } catch let error as HTTPClientError where error.code == .stopped {
      // Not recorded: the next server sends it again.
      return nil
    } catch {
      logger.error("cannot send a webhook now", metadata: ["id": "\(id)", "reason": "\(error)"])
      return WebhookAgenda.Next(
        moment: fal.clock.now.advanced(by: Self.troublePause), occasion: .retry)
    }
  }

  /// What was said at the submission.
  private func conduct(of webhook: WebhookDelivery) throws -> WebhookConduct? {
    guard let text = webhook.order.conduct else { return nil }
    do {
      return try WebhookConduct(json: try JSONValue.parse(text))
    } catch {
      throw Trouble.damaged(webhook)
    }
  }

  private func attempt(
    _ webhook: WebhookDelivery, _ record: RequestRecord, _ plan: WebhookPlan
  ) async throws -> Timestamp? {
    let (body, resultSize) = try await body(of: webhook, record)
    let began = fal.clock.now
    let sent = MockClock.real.now
    let outcome = try await send(body, webhook, record, plan)
    let passed = sent.duration(to: MockClock.real.now)
    let attempt = WebhookAttempt(began: began, duration: passed, outcome: outcome)
    let expiry = fal.retention.of(record).expiry(of: record.ended, bytes: resultSize)
    let repetition = again(after: attempt, webhook, plan.conduct)
    let attempted = attempt.asTry(number: webhook.attempts.count + 1)
    desk.settle(plan, plan.outcome(attempted))
    // A webhook that is repeated is met by whoever has got the last of it.
    if repetition == nil { desk.settleWebhook(of: record.id, plan.outcome(attempted)) }
    desk.saw(record.id) { JobSighting(webhookOf: record, attempted.miss) }
    desk.noteAttempt(atWebhookOf: record.id)
    let state = repetition ?? state(after: attempt, webhook, record, expiry)
    try await fal.store.keep(attempt, of: record.id, state)
    exchanges.count(attempted)
    log(attempt, webhook, state)
    guard case .waiting(let next) = state else { return nil }
    return next
  }

  /// The body, whose payload is what the result's URL gives, and the size of the result itself.
  private func body(
    of webhook: WebhookDelivery, _ record: RequestRecord
  ) async throws -> (bytes: [UInt8], resultSize: Int) {
    guard let door = Door(text: webhook.order.door) else {
      throw Trouble.damaged(webhook)
    }
    let reply = await fal.outcome(of: record, door)
    guard reply.trouble == nil, case .bytes(let content) = reply.content else {
      throw Trouble(description: reply.trouble ?? "there is no result of \(record.id)")
    }
    let payload = try? JSONValue.parse(content, reading: .python)
    let outcome: WebhookBody.Outcome
    if let payload, reply.status == .ok {
      outcome = .output(payload)
    } else if let payload {
      outcome = .failure(status: reply.status.code, body: payload)
    } else {
      outcome = .unserializable
    }
    let body = WebhookBody(
      requestID: record.id.description, gatewayRequestID: record.gatewayRequestID.description,
      outcome: outcome, form: fal.dialect.replies)
    return (body.bytes, content.count)
  }

  private func send(
    _ body: [UInt8], _ webhook: WebhookDelivery, _ record: RequestRecord, _ plan: WebhookPlan
  ) async throws -> WebhookAttempt.Outcome {
    let signing = WebhookSigning(plan, at: MockClock.wallTime())
    if plan.conduct.keyRotation == .rotated { try fal.signer.rotate() }
    desk.noteStamp(signing.stamp, ofWebhookOf: record.id)
    var fields = try fal.signer.fields(for: body, about: record, signing)
    let body = signing.sent(body: body)
    fields[.userAgent] = "falsework/\(Version.current)"
    let url = try HTTPURL(webhook.order.url)
    var request = OutboundRequest(.post, url, fields: fields, content: body)
    request.timeout = Self.timeout
    request.replyContentBytesMax = Self.answerBytesMax
    request.overlong = .cut
    do throws(HTTPClientError) {
      return .answered(status: try await client.send(request).status.code)
    } catch {
      if error.code == .stopped { throw error }
      return .failed(error.description)
    }
  }

  /// When a webhook that was taken is sent once more, because a scenario wants it.
  private func again(
    after attempt: WebhookAttempt, _ webhook: WebhookDelivery, _ conduct: WebhookConduct
  ) -> WebhookDelivery.State? {
    guard case .answered(let status) = attempt.outcome, (200..<300).contains(status),
      webhook.attempts.count < conduct.repeats
    else { return nil }
    return .waiting(fal.clock.now.advanced(by: conduct.repeatDelay))
  }

  private func state(
    after attempt: WebhookAttempt, _ webhook: WebhookDelivery, _ record: RequestRecord,
    _ expiry: Timestamp
  ) -> WebhookDelivery.State {
    var status: Int?
    if case .answered(let code) = attempt.outcome { status = code }
    if let status, (200..<300).contains(status) { return .delivered }
    let tryCount = webhook.attempts.count + 1
    var generator = SeededGenerator(
      seed: fal.policy.seed, key: "webhook", record.id.description, String(tryCount))
    let failure = WebhookSchedule.Failure(
      tryCount: tryCount, began: attempt.began, status: status, expiry: expiry)
    let next = schedule.nextTry(after: failure, using: &generator)
    return next.map(WebhookDelivery.State.waiting) ?? .givenUp
  }

  /// Never the path or query of the URL, which may hold a token.
  private func log(
    _ attempt: WebhookAttempt, _ webhook: WebhookDelivery, _ state: WebhookDelivery.State
  ) {
    let outcome =
      switch attempt.outcome {
      case .answered(let status): "\(status)"
      case .failed(let reason): reason
      }
    logger.info(
      "webhook \(webhook.request)",
      metadata: [
        "attempt": "\(webhook.attempts.count + 1)", "outcome": "\(outcome)",
        "milliseconds": "\(attempt.duration.microseconds / 1000)", "state": "\(state.name)",
      ])
  }

  private struct Trouble: Error, CustomStringConvertible {
    let description: String

    static func damaged(_ webhook: WebhookDelivery) -> Trouble {
      Trouble(description: "the webhook of \(webhook.request) is damaged in the database")
    }
  }
}

extension WebhookPlan {
  /// How long the first of a pair that is swapped waits for the second.
  private static let swapPatience = Duration.seconds(60)
  /// How often it looks whether the second has come.
  private static let swapPause = Duration.seconds(1)

  /// When to come back instead of making the first attempt; `nil` when it is time for it.
  fileprivate func moment(after end: Timestamp, _ now: Timestamp) -> Timestamp? {
    let due = end.advanced(by: conduct.delay)
    if now < due { return due }
    let limit = due.advanced(by: Self.swapPatience)
    guard turn == .waiting, now < limit else { return nil }
    return min(limit, now.advanced(by: Self.swapPause))
  }

  /// What became of the faults of an attempt: whoever took the webhook has met them.
  fileprivate func outcome(_ attempt: JobEvent.WebhookTry) -> FaultFiring.Outcome {
    if let miss = attempt.miss { return .missed(miss) }
    return turn == .waiting
      ? .missed(FaultFiring.Miss("no other webhook came to overtake it")) : .delivered
  }
}

extension JobEvent.WebhookTry {
  /// Why the receiver has not got it; `nil` where it has, even if it was silent then.
  fileprivate var miss: FaultFiring.Miss? {
    switch outcome {
    case .answered: nil
    case .failed: isTooLate ? nil : .unanswered
    }
  }
}

extension FaultFiring.Miss {
  fileprivate static let unanswered = FaultFiring.Miss("the receiver did not answer")
}
