// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkQueue

/// What is known of the scenarios of requests with one head, so that the polls of a connection are
/// looked at anew only where something has changed.
final class Screening: Sendable {
  /// What the desk has found.
  struct Sight: Sendable {
    /// The desk's revision, with which all of this changes.
    let revision: Int
    let scenarios: [Scenario]
    let way: ScenarioWay
    let job: RequestID?
    /// The exchange as rules see it, but for the phase of its job.
    let subject: FaultSubject
    /// What the head tells of the rules; `nil` where no scenario touches the operation.
    var screen: RuleScreen?
  }

  private let sight: Sight
  /// The scene of an exchange to which nothing is done.
  let plain: Scene

  var revision: Int { sight.revision }
  var job: RequestID? { sight.job }
  var subject: FaultSubject { sight.subject }
  var screen: RuleScreen? { sight.screen }

  init(_ sight: Sight, _ facts: ExchangeFacts) {
    self.sight = sight
    var decision = FaultDecision()
    decision.nearMisses = sight.screen?.nearMisses ?? []
    plain = Scene(
      sight.scenarios, job: sight.subject.job, decision,
      SceneImprint(sight.scenarios, sight.way, facts, decision.nearMisses))
  }

  /// The scene of an exchange for which this was decided.
  func scene(
    _ decision: FaultDecision, in phase: JobPhase?, magic: [Scenario]? = nil
  ) -> Scene {
    Scene(
      plain.scenarios, job: plain.job, in: phase, decision, magic: magic,
      plain.imprint.with(decision.nearMisses))
  }
}
