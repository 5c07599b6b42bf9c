// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch

/// Measures by the real clock how long a client runs.
struct Stopwatch: Sendable {
  private let began = DispatchTime.now().uptimeNanoseconds

  /// The time since the beginning.
  var elapsed: Duration { .nanoseconds(DispatchTime.now().uptimeNanoseconds - began) }
}
