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
    var ofServer: [Scenario] { didSet { revision += 1 } }
    var ofSessions: [SessionID: [Scenario]] = [:] { didSet { revision += 1 } }
    /// What keys have asked for by their ids, for the files that are fetched without a key.
    var ofKeys: [SessionID: Scenario] = [:] { didSet { revision += 1 } }
    var putIn: [PutInFault] = [] { didSet { revision += 1 } }
    var putInCount = 0
    /// Changes with what is in force for whom; screenings from before do not hold.
    private(set) var revision = 0
  }

  let library: ScenarioLibrary
  let store: StateStore
  let state: Mutex<State>
  /// Whether any scenario was ever in force; until then nothing is looked up.
  private let isInUse: Atomic<Bool>
  /// Whether any fault of a job's life was ever chosen; until then nothing is looked up.
  private let hasChosen = Atomic(false)

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
  func judge(
    _ note: ExchangeNote, _ request: ServerRequest, _ memory: PollMemory
  ) -> Verdict {
    if let known = memory.screening, let verdict = verdict(note, by: known) { return verdict }
    let facts = note.facts
    var magic: [Scenario]?
    switch facts.choice {
    case .unknown(let words): return .unknown(words)
    case .byField, .byKey: use()
    case .unsaid: break
    }
    if facts.isSubmission, let name = MagicInput.scenario(in: request.content, library) {
      do throws(ScenarioNotFound) {
        magic = [try library.find(name)]
        use()
      } catch {
        return .unknown("\(error)")
      }
    }
    guard isUsed else { return .plain }
    return verdict(note, request, magic, memory)
  }

  /// Whether any scenario was ever in force.
  var isUsed: Bool { isInUse.load(ordering: .relaxed) }

  /// Takes note that a scenario is in force somewhere.
  func use() {
    if !isUsed { isInUse.store(true, ordering: .relaxed) }
  }

  /// Whether any fault of a job's life may still wait for a client to meet it.
  var hasPending: Bool { hasChosen.load(ordering: .relaxed) }

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
      guard let scene else { return }
      let decision = scene.decision
      let pending = decision.firings.compactMap {
        PendingFault($0, of: decision.job, scene.script(of: $0))
      }
      guard !pending.isEmpty else { return }
      state.jobs[id]?.pending = pending
      hasChosen.store(true, ordering: .relaxed)
    }
  }

  /// Notes what became of firings, as far as it is known.
  func settle(_ firings: [FaultFiring], _ outcomes: [FaultFiring.Outcome?]) {
    guard !firings.isEmpty else { return }
    state.withLock { state in
      for (firing, outcome) in zip(firings, outcomes) {
        if let outcome { state.book.settle(firing.id, outcome) }
      }
    }
  }

  /// Settles the faults of a job's life that a client has met, or has missed for good.
  func saw(_ id: RequestID, _ sighting: () -> JobSighting) {
    state.withLock { state in
      guard let pending = state.jobs[id]?.pending, !pending.isEmpty else { return }
      let sighting = sighting()
      var left: [PendingFault] = []
      for var fault in pending where state.isStillPending(&fault, after: sighting) {
        left.append(fault)
      }
      state.jobs[id]?.pending = left
    }
  }
}

extension FaultDesk.State {
  /// Tells the book what a sighting means for a fault; returns whether it may still be met.
  fileprivate mutating func isStillPending(
    _ fault: inout PendingFault, after sighting: JobSighting
  ) -> Bool {
    let isShown = !fault.traces.isDisjoint(with: sighting.traces)
    guard isShown || sighting.isPastLag && fault.traces.contains(.lag) else { return true }
    if isShown, let miss = sighting.miss {
      // The client may ask again.
      if fault.miss == nil { book.settle(fault.firing, .missed(miss)) }
      fault.miss = fault.miss ?? miss
      return true
    }
    if let miss = fault.miss { book.withdraw(miss, of: fault.firing) }
    book.settle(fault.firing, isShown ? .delivered : .missed(.lagOver))
    return false
  }
}

extension FaultFiring.Miss {
  fileprivate static let lagOver = FaultFiring.Miss("the client asked only after the lag")
}

extension Scene {
  /// What a rule that has fired wants of the job.
  fileprivate func script(of firing: FaultFiring) -> JobScript? {
    scenarios.first { $0.name == firing.scenario }?
      .rules.first { $0.name == firing.rule }?.action.job
  }
}
