// Falsework
// SPDX-License-Identifier: MIT

import Foundation

/// A request that fal has accepted, and where to ask about it.
struct Job: Sendable {
  let id: String
  let status: URL
  let result: URL
  let cancellation: URL

  /// Reads the reply to a submission, or returns nil if there is no request id in it.
  ///
  /// The URLs are those that fal gives; or else those of owner and alias, without the rest of the
  /// endpoint's path. The key goes along with them, so they must be the queue's.
  init?(_ reply: Reply, endpoint: String, queue: URL) {
    guard let object = reply.object, let id = object["request_id"] as? String else { return nil }
    let application = endpoint.split(separator: "/").prefix(2).joined(separator: "/")
    let base = queue.appending(path: "\(application)/requests/\(id)")
    func url(_ name: String, otherwise: URL) -> URL {
      guard let given = object[name] as? String, given.hasPrefix("\(queue)/") else {
        return otherwise
      }
      return URL(string: given) ?? otherwise
    }
    self.id = id
    status = url("status_url", otherwise: base.appending(path: "status"))
    result = url("response_url", otherwise: base)
    cancellation = url("cancel_url", otherwise: base.appending(path: "cancel"))
  }
}
