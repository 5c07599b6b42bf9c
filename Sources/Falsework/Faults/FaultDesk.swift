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

/// Which scenarios are in force for whom, and the book of what their rules have done.
///
/// The nearest choice holds alone: that of the request's own field, then of the job's input, of the
/// key's id, of the session by the control interface, and last of the server. Faults that were put
/// in by the control interface come after it.
final class FaultDesk: Sendable {
  struct State {
    var book: FaultBook
    var jobs = JobBook()
    var ofServer: [Scenario]
    var ofSessions: [SessionID: [Scenario]] = [:]
    /// What keys have asked for by their ids, for the files that are fetched without a key.
    var ofKeys: [SessionID: Scenario] = [:]
    var putIn: [PutInFault] = []
    var putInCount = 0
  }

  let library: ScenarioLibrary
  private let store: StateStore
  let state: Mutex<State>
  /// Whether any scenario was ever in force; until then nothing is looked up.
  private let isInUse: Atomic<Bool>

  init(seed: UInt64, library: ScenarioLibrary, scenarios: [Scenario], store: StateStore) {
    self.library = library
    self.store = store
    var book = FaultBook(seed: seed)
    for scenario in scenarios { book.arm(scenario) }
    state = Mutex(State(book: book, ofServer: scenarios))
    isInUse = Atomic(!scenarios.isEmpty)
  }

  /// What comes of looking for the scenarios of an exchange.
  enum Verdict: Sendable {
    /// It is under none.
    case plain
    case scene(Scene)
    /// It names one that there is not.
    case unknown(String)
  }

  /// Finds the scenarios of an exchange and decides what they make of it.
  func judge(_ note: ExchangeNote, _ request: ServerRequest) -> Verdict {
    let facts = note.facts
    var magic: [Scenario]?
    switch facts.choice {
    case .unknown(let words): return .unknown(words)
    case .byField, .byKey: use()
    case .unsaid: break
    }
    let isSubmission = FaultOperation.submissions.contains(facts.operation)
    if isSubmission, let name = MagicInput.scenario(in: request.content, library) {
      do throws(ScenarioNotFound) {
        magic = [try library.find(name)]
        use()
      } catch {
        return .unknown("\(error)")
      }
    }
    guard isUsed else { return .plain }
    return scene(note, request, magic)
  }

  /// Whether any scenario was ever in force.
  var isUsed: Bool { isInUse.load(ordering: .relaxed) }

  /// Takes note that a scenario is in force somewhere.
  func use() {
    if !isUsed { isInUse.store(true, ordering: .relaxed) }
  }

  private func scene(
    _ note: ExchangeNote, _ request: ServerRequest, _ magic: [Scenario]?
  ) -> Verdict {
    let facts = note.facts
    let job = facts.request ?? owner(of: facts)
    let (scenarios, way, session) = state.withLock { $0.scenarios(for: facts, job, magic: magic) }
    guard scenarios.contains(where: { $0.mayTouch(facts.operation) }) else { return .plain }
    let phase = job.flatMap(store.recall).map { JobPhase($0.phase(at: note.arrived)) }
    let digest =
      FaultOperation.submissions.contains(facts.operation)
      ? Digest.hexadecimal(of: request.content) : nil
    return state.withLock { state in
      let known = state.facts(of: job, phase, digest, session)
      var subject = FaultSubject(
        facts.operation, method: request.head.method.rawValue, host: facts.host, path: facts.path,
        query: facts.query, fields: request.head.fields, session: session?.description,
        connection: request.arrival.connection, job: known,
        key: state.key(facts, session, known, digest))
      subject.keyID = facts.keyID
      let decision = state.book.decide(subject, under: scenarios, at: note.arrived)
      return .scene(
        Scene(
          scenarios: scenarios, way: way, job: known, decision: decision, magic: magic))
    }
  }

  /// The request that a file belongs to; files are asked for without a key.
  private func owner(of facts: ExchangeFacts) -> RequestID? {
    guard facts.operation == .file else { return nil }
    return try? store.file(at: facts.path)?.request
  }

  /// Decides what becomes of something that is no exchange of HTTP: a tunnel or a handshake.
  func decide(_ subject: FaultSubject, at now: Timestamp) -> FaultDecision {
    guard isUsed else { return FaultDecision() }
    return state.withLock { state in
      let scenarios = state.scenarios(for: .unsaid, nil, magic: nil).scenarios
      return state.book.decide(subject, under: scenarios, at: now)
    }
  }

  /// Takes note of a job that came of an exchange, and of what is to become of it.
  func accepted(_ id: RequestID, by session: SessionID, _ scene: Scene?) {
    state.withLock { state in
      state.jobs.add(id, by: session, attempt: scene?.job?.attempt ?? 1, scene?.magic)
      guard let decision = scene?.decision else { return }
      state.jobs[id]?.webhook = decision.webhook
      state.jobs[id]?.pending = decision.firings.compactMap {
        PendingFault($0, of: decision.job)
      }
    }
  }

  /// Notes what became of a firing.
  func settle(_ firing: FaultFiring.ID, _ outcome: FaultFiring.Outcome) {
    state.withLock { $0.book.settle(firing, outcome) }
  }

  /// Settles the faults of a job's life that a client has met in an exchange about it.
  func met(_ id: RequestID, in phase: JobPhase, by operation: FaultOperation) {
    state.withLock { state in
      guard let pending = state.jobs[id]?.pending, !pending.isEmpty else { return }
      for fault in pending where fault.shows(in: phase, to: operation) {
        state.book.settle(fault.firing, .delivered)
      }
      state.jobs[id]?.pending = pending.filter { !$0.shows(in: phase, to: operation) }
    }
  }
}

extension FaultDesk.State {
  /// The most keys whose choice is remembered for what they ask without showing it.
  private static let keysMax = 10_000

  /// The scenarios of an exchange, by whose choice they hold, and whose it is.
  fileprivate mutating func scenarios(
    for facts: ExchangeFacts, _ job: RequestID?, magic: [Scenario]?
  ) -> (scenarios: [Scenario], way: ScenarioWay, session: SessionID?) {
    let known = job.flatMap { jobs[$0] }
    if case .byKey(let scenario) = facts.choice, let session = facts.session {
      if ofKeys.count >= Self.keysMax { ofKeys = [:] }
      ofKeys[session] = scenario
    }
    let session = facts.session ?? known?.session
    let (scenarios, way) = scenarios(
      for: facts.choice, session, magic: magic ?? known?.scenarios)
    return (scenarios, way, session)
  }

  /// The scenarios that hold, and by whose choice: the nearest one counts alone.
  private func chosen(
    for choice: ScenarioChoice, _ session: SessionID?, magic: [Scenario]?
  ) -> (scenarios: [Scenario], way: ScenarioWay) {
    if case .byField(let scenarios) = choice { return (scenarios, .field) }
    if let magic { return (magic, .input) }
    if case .byKey(let scenario) = choice { return ([scenario], .key) }
    if let session {
      if let scenario = ofKeys[session] { return ([scenario], .key) }
      if let scenarios = ofSessions[session] { return (scenarios, .session) }
    }
    return (ofServer, .server)
  }

  /// The scenarios that hold and, behind them, the faults that were put in.
  func scenarios(
    for choice: ScenarioChoice, _ session: SessionID?, magic: [Scenario]?
  ) -> (scenarios: [Scenario], way: ScenarioWay) {
    let chosen = chosen(for: choice, session, magic: magic)
    guard !putIn.isEmpty else { return chosen }
    let own = putIn.compactMap { fault in
      fault.session == nil || fault.session == session ? fault.scenario : nil
    }
    return (chosen.scenarios + own, chosen.way)
  }

  /// What rules are told of the job of an exchange, or of the one that it would make.
  mutating func facts(
    of job: RequestID?, _ phase: JobPhase?, _ digest: String?, _ session: SessionID?
  ) -> FaultSubject.JobFacts? {
    if let job {
      guard let known = jobs[job] else { return nil }
      return FaultSubject.JobFacts(
        id: job.description, index: known.index, phase: phase, attempt: known.attempt)
    }
    guard let digest, let session else { return nil }
    return FaultSubject.JobFacts(
      index: jobs.nextIndex(in: session), attempt: jobs.attempt(digest, by: session))
  }

  /// What keys the draws of an exchange: never the order in which sessions arrive.
  fileprivate func key(
    _ facts: ExchangeFacts, _ session: SessionID?, _ job: FaultSubject.JobFacts?, _ digest: String?
  ) -> [String] {
    let subject = digest ?? job.map { "job \($0.index)" } ?? facts.host
    return [session?.description ?? "", facts.operation.rawValue, subject]
  }
}

extension PendingFault {
  /// The fault of a job's life that a rule has chosen; `nil` where it chose none.
  fileprivate init?(_ firing: FaultFiring, of conduct: JobConduct?) {
    if firing.actions.contains(.job) {
      self.init(
        firing: firing.id, phases: conduct?.visiblePhases ?? [.completed],
        operations: conduct?.visibleOperations)
    } else if firing.actions.contains(.webhook) {
      self.init(firing: firing.id, phases: [])
    } else {
      return nil
    }
  }
}

extension JobConduct {
  /// In which phases of the job a client can see what was done to it.
  fileprivate var visiblePhases: Set<JobPhase> {
    if cancellation != nil { return [.inQueue, .inProgress, .completed] }
    var phases: Set<JobPhase> = []
    switch wait {
    case .lasting(.zero)?: phases.formUnion([.inProgress, .completed])
    case .lasting?, .never?: phases.insert(.inQueue)
    case nil: break
    }
    switch run {
    case .lasting(.zero)?: phases.insert(.completed)
    case .lasting?, .never?: phases.insert(.inProgress)
    case nil: break
    }
    if crowd != nil || positions != nil { phases.insert(.inQueue) }
    let endsOtherwise = failedAttempts != nil || outcome != nil
    if endsOtherwise || resultLag != nil || expiresAfter != nil { phases.insert(.completed) }
    return phases.isEmpty ? [.completed] : phases
  }

  /// In which exchanges a client can see what was done to it; `nil` for any.
  fileprivate var visibleOperations: Set<FaultOperation>? {
    if cancellation != nil { return [.cancel] }
    let endsOtherwise = failedAttempts != nil || outcome != nil || crowd != nil || positions != nil
    guard wait == nil, run == nil, expiresAfter == nil, !endsOtherwise else { return nil }
    return resultLag != nil ? [.result] : nil
  }
}

extension Scenario {
  /// Whether an exchange goes otherwise under the scenario: by a rule, or by its timing.
  fileprivate func mayTouch(_ operation: FaultOperation) -> Bool {
    concerns(operation)
      || FaultOperation.submissions.contains(operation) && (timing != nil || runners != nil)
  }
}
