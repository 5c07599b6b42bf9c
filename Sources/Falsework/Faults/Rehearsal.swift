// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes

/// One exchange under scenarios, from what was decided to the reply that goes out.
struct Rehearsal: Sendable {
  /// What becomes of a request before its handler.
  enum Entrance {
    /// The handler sees it as it is.
    case handler
    /// The handler sees it without these fields, and this is to become of its job.
    case changed(hiding: [HTTPField.Name], JobCourse)
    /// The handler does not see it.
    case none(Reply)
  }

  let note: ExchangeNote
  let scene: Scene
  let clock: MockClock

  private var decision: FaultDecision { scene.decision }

  /// Which request the handler sees.
  var entrance: Entrance {
    switch decision.arrival {
    case .reply(let reply)?, .rateLimited(let reply)?: .none(Reply(reply, clock.now))
    case .wire?: .none(Reply(.ok))
    case nil where note.facts.isSubmission:
      .changed(hiding: decision.hiddenFields, course)
    case nil where !decision.hiddenFields.isEmpty:
      .changed(hiding: decision.hiddenFields, JobCourse())
    case nil: .handler
    }
  }

  /// Answers as it was decided, given what the handler answers or what does so in its place.
  ///
  /// The handler has run at once, and its reply is held back: a client that does not wait for it
  /// has been served all the same, as on a slow road.
  func answer(_ answer: FalAnswer, _ memory: PollMemory) -> FalAnswer {
    if decision.isPlain { return answer }
    if decision.delay == .zero, case .now(let reply) = answer {
      return .now(changed(reply, memory))
    }
    return .later { await held(answer) }
  }

  /// What is to become of a job: one whose webhook comes before the reply has ended by then.
  private var course: JobCourse {
    var course = JobCourse(decision.job ?? JobConduct(), in: scene.scenarios)
    if decision.webhook?.moment == .beforeReply {
      course.wait = .zero
      course.run = .zero
    }
    return course
  }

  private func held(_ answer: FalAnswer) async -> Reply {
    let reply = changed(await answer.reply)
    guard decision.delay > .zero else { return reply }
    let began = clock.now
    await clock.wait(until: note.arrived.advanced(by: decision.delay))
    note.update { $0.delayed = began.duration(to: clock.now) }
    return reply
  }

  /// The reply with its edits, and with what is to be done to its bytes.
  private func changed(_ reply: Reply, _ memory: PollMemory? = nil) -> Reply {
    var reply = reply
    if !decision.edits.isEmpty {
      let edited = EditedReply.of(reply, decision.edits, at: clock.now, memory) { [note] kind in
        note.update { $0.idle.remove(kind) }
      }
      if !edited.idle.isEmpty { note.update { $0.idle.formUnion(edited.idle) } }
      reply = edited.reply
    }
    reply.exchange = note.number
    reply.wire = decision.wire
    return reply
  }
}

extension Reply {
  /// A reply of a scenario's own, which has the fields that every reply has unless it brings its
  /// own `Server`: then it is not fal that answers.
  init(_ reply: FaultReply, _ now: Timestamp) {
    self.init(reply.status, fields: reply.fields, content: .bytes(reply.bytes))
    if reply.fields.contains(.server) {
      fields = [HTTPField(name: .date, value: now.httpDate)] + reply.fields
      standing = .included
    }
  }
}

extension JobCourse {
  /// The course that a conduct, and the timing and the runners of scenarios, mean for the queue.
  init(_ conduct: JobConduct, in scenarios: [Scenario]) {
    self.init()
    preset = scenarios.lazy.compactMap(\.timing).last
    traits.pool = scenarios.lazy.compactMap(\.runners).last
    wait = conduct.wait.map(\.duration)
    run = conduct.run.map(\.duration)
    failedAttemptCount = conduct.failedAttempts
    switch conduct.outcome {
    case .model(let failure)?:
      let body: JSONValue = ["detail": [failure.detail(at: ["body"], input: [:])]]
      ending = .rejected(status: failure.status, body: body)
    case .platform(let failure)?: ending = .failed(failure)
    case .succeeded?, nil: break
    }
    traits.crowdCount = conduct.crowd ?? 0
    traits.positions = conduct.positions ?? []
    traits.resultLag = conduct.resultLag ?? .zero
    traits.resultLife = conduct.expiresAfter
    traits.cancellation = conduct.cancellation == .ignored ? .ignored : .obeyed
  }
}

extension JobTime {
  fileprivate var duration: Duration {
    switch self {
    case .lasting(let duration): duration
    case .never: JobCourse.never
    }
  }
}
