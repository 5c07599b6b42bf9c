// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal

/// An exchange under scenarios.
///
/// Shared: exchanges that nothing is done to have the same one as the last of their connection.
final class Scene: Sendable {
  let scenarios: [Scenario]
  /// The job as it was when the request arrived, but for its phase.
  let job: FaultSubject.JobFacts?
  /// Where the job was when the request arrived, if somebody has looked.
  let phase: JobPhase?
  let decision: FaultDecision
  /// The scenarios that the input asked for; `nil` where it asked for none.
  let magic: [Scenario]?
  let imprint: SceneImprint

  init(
    _ scenarios: [Scenario], job: FaultSubject.JobFacts?, in phase: JobPhase? = nil,
    _ decision: FaultDecision, magic: [Scenario]? = nil, _ imprint: SceneImprint
  ) {
    self.scenarios = scenarios
    self.job = job
    self.phase = phase
    self.decision = decision
    self.magic = magic
    self.imprint = imprint
  }
}

/// What the journal keeps of a scene.
final class SceneImprint: Sendable {
  /// How many of the rules that nearly fired are kept: their words cost more than all the rest.
  private static let nearMissesMax = 2

  let scenarios: [String]
  let notes: [JournalNote]
  let nearMisses: [JournalNearMiss]
  /// What `nearMisses` was made of.
  private let source: [NearMiss]

  convenience init(
    _ scenarios: [Scenario], _ way: ScenarioWay, _ facts: ExchangeFacts, _ misses: [NearMiss]
  ) {
    self.init(
      scenarios.map(\.name),
      facts.notes + [JournalNote(kind: .choice, text: "the scenario was chosen \(way.words)")],
      misses)
  }

  private init(_ scenarios: [String], _ notes: [JournalNote], _ misses: [NearMiss]) {
    self.scenarios = scenarios
    self.notes = notes
    source = misses
    nearMisses = misses.prefix(Self.nearMissesMax).map { miss in
      JournalNearMiss(
        scenario: miss.scenario, rule: miss.rule, condition: miss.condition,
        why: Redaction.text("wants \(miss.wanted), and it is \(miss.found)"))
    }
  }

  /// The imprint of an exchange that is alike but for what nearly fired.
  func with(_ misses: [NearMiss]) -> SceneImprint {
    misses == source ? self : SceneImprint(scenarios, notes, misses)
  }
}

extension JournalNote.Kind {
  /// How the scenarios of the exchange were chosen.
  fileprivate static let choice = JournalNote.Kind(rawValue: "choice")
}

/// By whose choice scenarios hold, from the nearest to the farthest.
enum ScenarioWay: Sendable, Hashable {
  case field, input, key, session, server

  /// The choice in words.
  var words: String {
    switch self {
    case .field: "by the request's x-falsework-scenario"
    case .input: "by the input of the job"
    case .key: "by the id of the key"
    case .session: "by the control interface, for the session"
    case .server: "for the whole server"
    }
  }
}
