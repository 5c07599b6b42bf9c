// Falsework
// SPDX-License-Identifier: MIT

/// How the mock's time passes.
public enum ClockMode: Sendable, Hashable {
  /// As real time does, or so many times as fast; the speed is above zero.
  case running(speed: Double)
  /// Only when it is told to: between two advances it stands.
  case manual
  /// As real time does, and where nothing is under way but somebody waits, at once to the moment
  /// that is waited for.
  case auto

  /// The mode's name for people.
  public var name: String {
    switch self {
    case .running: "running"
    case .manual: "manual"
    case .auto: "auto"
    }
  }

  /// How many seconds pass by themselves in a second.
  var rate: Double {
    switch self {
    case .running(let speed): speed
    case .manual: 0
    case .auto: 1
    }
  }
}
