// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkProtocol
internal import FalseworkQueue
internal import Synchronization

/// What is to become of one attempt at a webhook.
struct WebhookPlan: Sendable {
  let conduct: WebhookConduct
  let firings: [FaultFiring.ID]
  /// When the first attempt was signed, in real time; `nil` before.
  var firstStamp: Timestamp?
  /// Where its turn is in a pair that is swapped.
  var turn = Turn.own

  /// Whose turn it is where webhooks come in the wrong order: they do so in pairs.
  enum Turn: Sendable {
    /// Nothing is swapped.
    case own
    /// The first of a pair, which waits for the second.
    case waiting
    /// The first of a pair whose second has come, or the second.
    case come
  }

  static let plain = WebhookPlan(conduct: WebhookConduct(), firings: [])
}

extension FaultDesk {
  /// Decides what becomes of an attempt at a job's webhook, by what was said at its submission and
  /// by what rules say now; asked again about the same attempt, it says the same.
  func plan(
    ofWebhookOf record: RequestRecord, attempt: Int, to host: String, at now: Timestamp,
    _ said: WebhookConduct?
  ) -> WebhookPlan {
    guard isUsed || said != nil else { return .plain }
    return state.withLock { state in
      let job = state.jobs[record.id]
      if let known = job?.webhookPlan, known.attempt == attempt {
        guard known.plan.turn == .waiting else { return known.plan }
        var plan = known.plan
        plan.turn = state.jobs.turn(of: record.id)
        state.jobs[record.id]?.webhookPlan = (attempt, plan)
        return plan
      }
      let scenarios = state.scenarios(for: .unsaid, record.session, magic: job?.scenarios).scenarios
      let facts = state.facts(of: record.id, .completed, nil, record.session)
      let subject = FaultSubject(
        .webhook, method: "POST", host: host, session: record.session.description, job: facts,
        key: [record.session.description, "webhook", "\(facts?.index ?? 0)"])
      let decision = state.book.decide(subject, under: scenarios, at: now)
      let said = said ?? WebhookConduct()
      let conduct = decision.webhook.map(said.merged) ?? said
      let plan = WebhookPlan(
        conduct: conduct, firings: decision.firings.map(\.id),
        firstStamp: job?.webhookPlan?.plan.firstStamp,
        turn: conduct.order == .swapped ? state.jobs.turn(of: record.id) : .own)
      state.jobs[record.id]?.webhookPlan = (attempt, plan)
      return plan
    }
  }

  /// Notes when the first attempt at a job's webhook was signed.
  func noteStamp(_ stamp: Timestamp, ofWebhookOf id: RequestID) {
    state.withLock { state in
      if state.jobs[id]?.webhookPlan?.plan.firstStamp == nil {
        state.jobs[id]?.webhookPlan?.plan.firstStamp = stamp
      }
    }
  }

  /// Settles the faults of an attempt at a webhook.
  func settle(_ plan: WebhookPlan, _ outcome: FaultFiring.Outcome) {
    guard !plan.firings.isEmpty else { return }
    state.withLock { state in
      for firing in plan.firings { state.book.settle(firing, outcome) }
    }
  }

  /// Settles the faults of a job's webhook that its submission chose.
  func settleWebhook(of id: RequestID, _ outcome: FaultFiring.Outcome) {
    guard isUsed else { return }
    state.withLock { state in
      guard let pending = state.jobs[id]?.pending else { return }
      for fault in pending where fault.traces == [.webhook] {
        state.book.settle(fault.firing, outcome)
      }
      state.jobs[id]?.pending = pending.filter { $0.traces != [.webhook] }
    }
  }

  /// Takes note that an attempt at a job's webhook was made, and wakes who waits for it.
  func noteAttempt(atWebhookOf id: RequestID) {
    guard isUsed else { return }
    let waiter = state.withLock { state -> Alarm? in
      state.jobs.noteWebhook(of: id)
      return state.jobs[id]?.webhookWaiter
    }
    waiter?.ring()
  }

  /// Waits until the webhook of a job was sent once, or a moment has come.
  func waitForWebhook(of id: RequestID, until moment: Timestamp, by clock: MockClock) async {
    let alarm = Alarm()
    let mustWait = state.withLock { state -> Bool in
      guard let job = state.jobs[id], !job.webhookWasTried,
        job.pending.contains(where: { $0.traces == [.webhook] })
      else { return false }
      state.jobs[id]?.webhookWaiter = alarm
      return true
    }
    if mustWait { await clock.wait(until: moment, or: alarm) }
  }
}
