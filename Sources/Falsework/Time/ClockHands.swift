// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import FalseworkProtocol
internal import FalseworkStore
internal import Synchronization

/// What a clock shows: time that passes by itself, and time that was skipped.
final class ClockHands: Sendable {
  /// The longest time that is waited for in one piece, about 31 years.
  private static let stretchMicroseconds = 1e15

  /// How many seconds pass by themselves in a second.
  let rate: Double
  private let origin: Timestamp
  private let started = DispatchTime.now()
  private let mark: MomentMark?
  private let skipped = Atomic<Int64>(0)

  /// Starts at a moment, and moves the mark along.
  init(rate: Double, from origin: Timestamp, mark: MomentMark?) {
    precondition(rate >= 0 && rate.isFinite, "a clock runs forwards")
    self.rate = rate
    self.origin = origin
    self.mark = mark
  }

  var now: Timestamp {
    let now = Timestamp(microseconds: passed + skipped.load(ordering: .relaxed))
    mark?.raise(to: now)
    return now
  }

  /// Goes to a moment at once, unless it has passed.
  func skip(to moment: Timestamp) {
    skipped.max(moment.microseconds - passed, ordering: .relaxed)
    mark?.raise(to: moment)
  }

  /// Returns how much real time passes until a moment has come if nothing is skipped; zero once it
  /// has, and for time that stands many years.
  func realTime(until moment: Timestamp) -> Duration {
    let ahead = Double(now.duration(to: moment).microseconds)
    guard ahead > 0 else { return .zero }
    let real = rate > 0 ? ahead / rate : Self.stretchMicroseconds
    return .microseconds(Int64(min(real.rounded(.up), Self.stretchMicroseconds)))
  }

  /// Returns when a moment comes if nothing is skipped; `nil` for never.
  func uptime(of moment: Timestamp) -> DispatchTime? {
    guard rate > 0 else { return nil }
    return .now() + .microseconds(Int(realTime(until: moment).microseconds))
  }

  private var passed: Int64 {
    let elapsed = DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds
    return origin.microseconds + Int64(Double(elapsed) / 1000 * rate)
  }
}
