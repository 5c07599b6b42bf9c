// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkContract
internal import FalseworkFaults

/// A drill that is to be run, with its scenario.
struct PlannedDrill: Sendable {
  let drill: Drill
  /// What happens to the client; `nil` where nothing does.
  let scenario: Scenario?
}
