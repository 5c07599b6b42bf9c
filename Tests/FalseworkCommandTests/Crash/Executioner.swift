// Falsework
// SPDX-License-Identifier: MIT

import FalseworkQueue
import Foundation
import Synchronization

/// Kills a server when its hour has come.
final class Executioner: Sendable {
  /// When a server dies.
  enum Hour: CustomStringConvertible {
    /// As soon as so many replies have come, while other requests are under way.
    case replies(Int)
    /// So many microseconds after so many requests were sent.
    case requests(Int, microseconds: Int)

    init(_ generator: inout SeededGenerator) {
      self =
        Bool.random(using: &generator)
        ? .replies(.random(in: 1...60, using: &generator))
        : .requests(
          .random(in: 1...60, using: &generator),
          microseconds: .random(in: 0...3000, using: &generator))
    }

    var description: String {
      switch self {
      case .replies(let count): "after reply \(count)"
      case .requests(let count, let microseconds): "\(microseconds) µs after request \(count)"
      }
    }
  }

  private let pid: pid_t
  private let hour: Hour
  private let replyCount = Atomic(0)
  private let requestCount = Atomic(0)

  init(of pid: pid_t, _ hour: Hour) {
    self.pid = pid
    self.hour = hour
  }

  func noteReply() {
    let count = replyCount.add(1, ordering: .relaxed).newValue
    if case .replies(let limit) = hour, count == limit { kill(pid, SIGKILL) }
  }

  func noteRequest() {
    let count = requestCount.add(1, ordering: .relaxed).newValue
    if case .requests(let limit, let microseconds) = hour, count == limit {
      Thread.detachNewThread { [pid] in
        Self.spend(microseconds)
        kill(pid, SIGKILL)
      }
    }
  }

  /// Passes a while that is too short to sleep; the requests go on meanwhile.
  static func spend(_ microseconds: Int) {
    let end = DispatchTime.now() + .microseconds(microseconds)
    while DispatchTime.now() < end {}
  }
}
