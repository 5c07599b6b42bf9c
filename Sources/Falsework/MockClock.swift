// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
public import FalseworkProtocol
internal import FalseworkStore
internal import Glibc

/// The mock's time: as real time, or so many times as fast.
///
/// Everything that waits in the mock waits by this clock. It only runs forwards, and it begins no
/// earlier than the latest moment that any server on the state folder has reckoned with.
public struct MockClock: Sendable {
  /// How many seconds of the mock's time pass in a second.
  public let speed: Double
  private let origin: Timestamp
  private let started: DispatchTime
  private let mark: MomentMark?

  /// Starts a clock now.
  public init(speed: Double) {
    self.init(speed: speed, latest: [], mark: nil)
  }

  /// Starts a clock now, or at the latest of some moments or of a mark, which it then moves.
  init(speed: Double, latest moments: [Timestamp], mark: MomentMark?) {
    precondition(speed > 0 && speed.isFinite, "a clock's speed is a positive number")
    self.speed = speed
    self.mark = mark
    origin = moments.reduce(max(Self.wallTime(), mark?.latest ?? Self.wallTime()), max)
    started = .now()
  }

  /// The moment by this clock.
  public var now: Timestamp {
    let elapsed = DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds
    let now = Timestamp(
      microseconds: origin.microseconds + Int64(Double(elapsed) / 1000 * speed))
    mark?.raise(to: now)
    return now
  }

  /// Returns how much real time passes until the clock has reached a moment; zero once it has.
  func realTime(until moment: Timestamp) -> Duration {
    let ahead = Double(now.duration(to: moment).microseconds) / speed
    guard ahead > 0 else { return .zero }
    return .microseconds(Int64(min(ahead.rounded(.up), 1e15)))
  }

  /// Waits until the clock has reached a moment; returns early when the task is cancelled.
  public func wait(until moment: Timestamp) async {
    await wait(until: moment, or: Alarm())
  }

  /// Waits until the clock has reached a moment or the alarm rings; returns early when the task is
  /// cancelled.
  func wait(until moment: Timestamp, or alarm: Alarm) async {
    let ahead = Double(now.duration(to: moment).microseconds) / speed
    guard ahead > 0 else { return }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        alarm.set(microseconds: Int(min(ahead.rounded(.up), 1e15)), continuation)
      }
    } onCancel: {
      alarm.ring()
    }
  }

  /// The system's time of day.
  static func wallTime() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}
