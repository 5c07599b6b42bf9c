// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// Why time was not advanced, or not as far as it was to be.
public enum ClockProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The clock is not moved by hand.
  case notManual(ClockMode)
  /// Time does not go back; it is as late as this already.
  case past(now: Timestamp)
  /// Nobody can say what happens as late as that.
  case tooLate
  /// So many pieces of work were still under way after `MockClock.patience`; time stands where they
  /// began.
  case busy(workCount: Int)

  /// The problem in one sentence.
  public var description: String {
    switch self {
    case .notManual(let mode):
      "the clock's mode is \(mode.name); only a server with --time manual is advanced"
    case .past(let now):
      "time does not go back: it is \(now.utcISO) already"
    case .tooLate:
      "time ends at \(MockClock.end.utcISO)"
    case .busy(let count):
      "\(count) exchanges or webhooks are still under way after "
        + "\(MockClock.patience.components.seconds) s of real time, so time stands"
    }
  }
}
