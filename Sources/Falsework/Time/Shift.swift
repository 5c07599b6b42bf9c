// Falsework
// SPDX-License-Identifier: MIT

internal import Synchronization

/// One piece of work that is under way, until it is ended or let go of; it pauses while it waits by
/// the clock.
final class Shift: Sendable {
  /// That of the exchange or webhook for which the task works; `nil` where nobody counts.
  @TaskLocal static var current: Shift?

  private let activity: Activity
  private let isOn = Atomic(true)

  /// Begins a piece of work.
  init(_ activity: Activity) {
    self.activity = activity
    activity.begin()
  }

  deinit {
    pause()
  }

  /// Ends the work, perhaps for a while.
  func pause() {
    if isOn.exchange(false, ordering: .acquiringAndReleasing) { activity.end() }
  }

  /// Goes on with the work.
  func resume() {
    if !isOn.exchange(true, ordering: .acquiringAndReleasing) { activity.begin() }
  }
}
