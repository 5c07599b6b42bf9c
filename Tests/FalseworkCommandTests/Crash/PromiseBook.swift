// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import Synchronization

/// What servers have promised by whole replies, whoever of them did; the truth of an audit.
final class PromiseBook: Sendable {
  /// A request whose submission was answered 200.
  struct Accepted: Sendable {
    /// The path of the request, to which views are added.
    let path: String
    /// The key that it was submitted with.
    let key: String
    let hasWebhook: Bool
    /// The life of the server that accepted it.
    let life: Int
    /// Whether its cancellation was answered 202.
    var isCancelled = false
    /// Whether a status said that it is completed.
    var isCompleted = false
    /// A result that is there for good.
    var result: LocalClient.Reply?
  }

  /// An upload of which some content was answered 200.
  struct Upload: Sendable {
    let life: Int
    /// What was put, and acknowledged.
    var content: [UInt8]
    /// What was sent after that and not acknowledged, which may or may not be there.
    var attempts: [[UInt8]] = []
  }

  private struct State {
    var requests: [String: Accepted] = [:]
    var uploads: [String: Upload] = [:]
    var deliveries: [String: [WebhookReceiver.Delivery]] = [:]
    var submissionCount = 0
    var twins: [String] = []
  }

  private let state = Mutex(State())

  var requests: [String: Accepted] { state.withLock { $0.requests } }
  var uploads: [String: Upload] { state.withLock { $0.uploads } }
  var deliveries: [String: [WebhookReceiver.Delivery]] { state.withLock { $0.deliveries } }
  /// The number of submissions that were sent, answered or not.
  var submissionCount: Int { state.withLock { $0.submissionCount } }
  /// The ids that were given out twice.
  var twins: [String] { state.withLock { $0.twins } }

  /// Returns a number that no submission had before.
  func nextSubmission() -> Int {
    state.withLock { state in
      state.submissionCount += 1
      return state.submissionCount
    }
  }

  func accepted(_ id: String, _ request: Accepted) {
    state.withLock { state in
      if state.requests.updateValue(request, forKey: id) != nil { state.twins.append(id) }
    }
  }

  func note(_ id: String, _ change: (inout Accepted) -> Void) {
    state.withLock { state in
      if var request = state.requests[id] {
        change(&request)
        state.requests[id] = request
      }
    }
  }

  /// Takes note before content is sent.
  func putting(_ content: [UInt8], at path: String) {
    state.withLock { $0.uploads[path]?.attempts.append(content) }
  }

  /// Takes note that content is acknowledged; who puts to a path does so alone.
  func put(_ content: [UInt8], at path: String, in life: Int) {
    state.withLock { $0.uploads[path] = Upload(life: life, content: content) }
  }

  func delivered(_ delivery: WebhookReceiver.Delivery) {
    let body = try? JSONValue.parse(delivery.body)
    let id = body?["request_id"]?.stringValue ?? delivery.text
    state.withLock { $0.deliveries[id, default: []].append(delivery) }
  }
}
