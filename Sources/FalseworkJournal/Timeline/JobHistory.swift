// Falsework
// SPDX-License-Identifier: MIT

/// The life of a job as the queue knows it.
public struct JobHistory: Sendable, Hashable {
  /// The id of the request in the queue.
  public var requestID: String
  /// Its number among the jobs of its session, from 1; `nil` where it is not known.
  public var index: Int?
  /// The endpoint, such as `fal-ai/trellis`.
  public var endpoint: String
  /// What happened to it, in the order of time.
  public var events: [JobEvent]

  /// Creates a history.
  public init(requestID: String, index: Int? = nil, endpoint: String, events: [JobEvent]) {
    self.requestID = requestID
    self.index = index
    self.endpoint = endpoint
    self.events = events
  }
}
