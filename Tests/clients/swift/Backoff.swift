// Falsework
// SPDX-License-Identifier: MIT

/// The pauses between polls, or tries: they grow, up to a longest one.
///
/// Chance in them keeps many clients that failed at the same moment from coming back at the same
/// moment.
struct Backoff {
  private var pause = Duration.milliseconds(300)

  private static let growth = 1.3
  private static let longest = Duration.seconds(8)

  /// Waits, for so long at least.
  mutating func wait(atLeast least: Duration) async throws(TrellisError) {
    let time = least + pause * Double.random(in: 0.85...1.15)
    pause = min(pause * Self.growth, Self.longest)
    do { try await Task.sleep(for: time) } catch { throw .cancelled }
  }
}
