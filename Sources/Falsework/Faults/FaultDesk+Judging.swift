// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import HTTPTypes
internal import Synchronization

extension FaultDesk {
  /// Decides by what is known; `nil` where that no longer holds.
  func verdict(_ note: ExchangeNote, by known: Screening) -> Verdict? {
    guard let screen = known.screen else {
      return state.withLock { $0.revision } == known.revision ? .plain : nil
    }
    if screen.isDecided {
      let holds = state.withLock { state in
        guard state.revision == known.revision, state.book.holds(screen) else { return false }
        state.book.pass(screen)
        return true
      }
      return holds ? .scene(known.plain) : nil
    }
    let phase = phase(of: known.job, note)
    let decision = state.withLock { state -> FaultDecision? in
      guard state.revision == known.revision, state.book.holds(screen) else { return nil }
      return state.book.decide(known.subject, in: phase, by: screen, at: note.arrived)
    }
    return decision.map { .scene(known.scene($0, in: phase)) }
  }

  /// Decides, and remembers by what the next exchange that is alike can be decided.
  func verdict(
    _ note: ExchangeNote, _ request: ServerRequest, _ magic: [Scenario]?, _ memory: PollMemory
  ) -> Verdict {
    let facts = note.facts
    let job = facts.request ?? owner(of: facts)
    let phase = phase(of: job, note)
    let digest = facts.isSubmission ? Digest.hexadecimal(of: request.content) : nil
    let (sight, decision) = state.withLock { state in
      state.decide(note, request, job, phase, digest, magic)
    }
    let screening = Screening(sight, facts)
    // Of a submission the head says least; a file or a job may become known later.
    if !facts.isSubmission, facts.operation != .file, job == nil || sight.subject.job != nil {
      memory.screening = screening
    }
    guard let decision else { return .plain }
    return .scene(screening.scene(decision, in: phase, magic: magic))
  }

  private func phase(of job: RequestID?, _ note: ExchangeNote) -> JobPhase? {
    job.flatMap(store.recall).map { JobPhase($0.phase(at: note.arrived)) }
  }

  /// The request that a file belongs to; files are asked for without a key.
  private func owner(of facts: ExchangeFacts) -> RequestID? {
    guard facts.operation == .file else { return nil }
    return try? store.file(at: facts.path)?.request
  }
}

extension FaultDesk.State {
  /// Decides, if a scenario touches the exchange, and says by what.
  fileprivate mutating func decide(
    _ note: ExchangeNote, _ request: ServerRequest, _ job: RequestID?, _ phase: JobPhase?,
    _ digest: String?, _ magic: [Scenario]?
  ) -> (sight: Screening.Sight, decision: FaultDecision?) {
    let facts = note.facts
    let (scenarios, way, session) = scenarios(for: facts, job, magic: magic)
    let known = self.facts(of: job, phase, digest, session)
    var subject = FaultSubject(
      facts.operation, method: request.head.method.rawValue, host: facts.host, path: facts.path,
      query: facts.query, fields: request.head.fields, session: session?.description,
      connection: request.arrival.connection, job: known,
      key: key(facts, session, known, digest))
    subject.keyID = facts.keyID
    var sight = Screening.Sight(
      revision: revision, scenarios: scenarios, way: way, job: job, subject: subject)
    guard scenarios.contains(where: { $0.mayTouch(facts) }) else { return (sight, nil) }
    let screen = book.screen(subject, under: scenarios)
    sight.screen = screen
    return (sight, book.decide(subject, in: phase, by: screen, at: note.arrived))
  }
}

extension Scenario {
  /// Whether an exchange goes otherwise under the scenario: by a rule, or by its timing.
  fileprivate func mayTouch(_ facts: ExchangeFacts) -> Bool {
    concerns(facts.operation) || facts.isSubmission && (timing != nil || runners != nil)
  }
}
