// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkQueue

extension FaultDesk.State {
  /// The most keys whose choice is remembered for what they ask without showing it.
  private static let keysMax = 10_000

  /// The scenarios of an exchange, by whose choice they hold, and whose it is.
  mutating func scenarios(
    for facts: ExchangeFacts, _ job: RequestID?, magic: [Scenario]?
  ) -> (scenarios: [Scenario], way: ScenarioWay, session: SessionID?) {
    let known = job.flatMap { jobs[$0] }
    if case .byKey(let scenario) = facts.choice, let session = facts.session {
      if ofKeys[session] != scenario {
        if ofKeys.count >= Self.keysMax { ofKeys = [:] }
        ofKeys[session] = scenario
      }
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
  func key(
    _ facts: ExchangeFacts, _ session: SessionID?, _ job: FaultSubject.JobFacts?, _ digest: String?
  ) -> [String] {
    let subject = digest ?? job.map { "job \($0.index)" } ?? facts.host
    return [session?.description ?? "", facts.operation.rawValue, subject]
  }
}
