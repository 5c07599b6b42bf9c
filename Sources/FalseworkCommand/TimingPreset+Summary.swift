// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkQueue

extension TimingPreset {
  /// The preset in words for people.
  var summary: String {
    switch self {
    case .instant: "no time (--preset instant)"
    case .fast: "about 1.5 s (--preset realistic for about 24 s)"
    case .realistic: "about 24 s (--preset fast for about 1.5 s)"
    }
  }
}
