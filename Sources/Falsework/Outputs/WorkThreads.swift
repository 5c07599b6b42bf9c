// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

/// Long work on threads of its own.
///
/// Dispatch's classes of service mean nothing to Linux, and a thread of its pool that was made nice
/// would stay so.
final class WorkThreads: Sendable {
  /// How the threads behave where others want the processor too.
  enum Manners: CInt, Sendable {
    /// As all others.
    case plain = 0
    /// They take what the kernel takes as a third of the usual share: with less, a machine that is
    /// busy with other programs would not let a mesh be made for a minute.
    case patient = 5
  }

  /// For work that nobody should notice.
  static let patient = WorkThreads(.patient)
  /// For work that a client waits for.
  static let plain = WorkThreads(.plain)

  private let manners: Manners
  private let turns: Turnstile

  private init(_ manners: Manners) {
    self.manners = manners
    turns = Turnstile(
      countMax: manners.countMax(processors: ProcessInfo.processInfo.activeProcessorCount))
  }

  func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await turns.enter()
    defer { turns.leave() }
    return await withCheckedContinuation { continuation in
      Thread.detachNewThread { [manners] in
        // On Linux this is a property of the thread, not of the process.
        setpriority(CInt(PRIO_PROCESS.rawValue), 0, manners.rawValue)
        continuation.resume(returning: body())
      }
    }
  }
}

extension WorkThreads.Manners {
  /// The most threads at a time.
  ///
  /// Patient ones leave a processor free, if there are several: with all of them taken, however
  /// nicely, one poll in a hundred waited for 4 ms.
  func countMax(processors: Int) -> Int {
    switch self {
    case .plain: processors
    case .patient: max(1, processors - 1)
    }
  }
}
