// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkContract
internal import FalseworkFaults

/// A drill that is to be run, with its scenario.
struct PlannedDrill: Sendable {
  let drill: Drill
  /// What happens to the client; `nil` where nothing does.
  let scenario: Scenario?
  /// By what name or file the caller gave the scenario; `nil` for a shipped drill.
  var argument: String?

  /// The scenario as a record names it.
  var given: DrillRecord.GivenScenario? {
    guard let argument, let scenario else { return nil }
    return DrillRecord.GivenScenario(argument: argument, about: scenario.about)
  }
}
