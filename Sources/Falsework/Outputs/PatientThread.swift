// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Foundation

/// Long work, one piece at a time, on a thread that lets all others go first.
///
/// Dispatch's classes of service mean nothing to Linux, and a thread of its pool that was made nice
/// would stay so.
final class PatientThread: Sendable {
  /// What the kernel takes as a tenth of the usual share, where others want the processor too.
  private static let niceness: CInt = 10

  private let queue = DispatchQueue(label: "falsework.patient")

  func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async {
        let end = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
          // On Linux this is a property of the thread, not of the process.
          setpriority(CInt(PRIO_PROCESS.rawValue), 0, Self.niceness)
          continuation.resume(returning: body())
          end.signal()
        }
        end.wait()
      }
    }
  }
}
