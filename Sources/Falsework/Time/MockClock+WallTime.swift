// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import Foundation

extension MockClock {
  /// The system's time of day.
  static func wallTime() -> Timestamp {
    Timestamp(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
  }
}
