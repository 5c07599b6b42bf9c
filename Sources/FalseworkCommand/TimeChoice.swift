// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework

/// How the mock's time passes, in the words of the command line.
enum TimeChoice: String, CaseIterable, Sendable {
  case real, manual, auto

  /// The mode of the clock, at a speed if it has one.
  func mode(speed: Double) -> ClockMode {
    switch self {
    case .real: .running(speed: speed)
    case .manual: .manual
    case .auto: .auto
    }
  }
}
