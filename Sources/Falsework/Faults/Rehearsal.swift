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
  /// What the handler is given: the request as it is to see it, and what is to become of its job.
  typealias Handler = (ServerRequest, JobCourse) -> FalAnswer

  let note: ExchangeNote
  let scene: Scene
  let clock: MockClock

  private var decision: FaultDecision { scene.decision }

  /// Answers as it was decided.
  ///
  /// The handler runs at once, and its reply is held back: a client that does not wait for it has
  /// been served all the same, as on a slow road.
  func answer(_ request: ServerRequest, _ handle: Handler) -> FalAnswer {
    let answer: FalAnswer
    switch decision.arrival {
    case .reply(let reply)?, .rateLimited(let reply)?: answer = .now(Reply(reply, clock.now))
    case .wire?: answer = .now(Reply(.ok))
    case nil:
      let seen = request.hiding(decision.hiddenFields)
      answer = handle(seen, course)
    }
    if decision.isPlain { return answer }
    if decision.delay == .zero, case .now(let reply) = answer { return .now(changed(reply)) }
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
  private func changed(_ reply: Reply) -> Reply {
    var editing = ReplyEditing(reply, at: clock.now)
    editing.apply(decision.edits)
    var reply = editing.reply
    reply.fields[.falseworkExchange] = String(note.number)
    reply.wire = decision.wire
    reply.imprint = nil
    let idle = editing.idle
    if !idle.isEmpty { note.update { $0.idle.formUnion(idle) } }
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

extension ServerRequest {
  /// The request without some of its fields.
  fileprivate func hiding(_ names: [HTTPField.Name]) -> ServerRequest {
    guard !names.isEmpty else { return self }
    var fields = head.fields
    for name in names { fields[values: name] = [] }
    return with(fields: fields)
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
