// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// The body of a status reply, which the reply to a submission is too.
///
/// The keys stand in the order seen on the wire: `status`, `request_id`, `response_url`,
/// `status_url`, `cancel_url`, `logs`, `metrics`, then `queue_position` while the request waits.
public struct QueueStatusBody: Sendable {
  /// How far a request is, in fal's three words; a failed or cancelled one is completed too.
  public enum State: Sendable, Hashable {
    /// The request waits behind `position` others.
    case inQueue(position: Int)
    /// A runner works on the request.
    case inProgress
    /// The request has ended after `inferenceSeconds` of run time; `nil` if it never ran.
    case completed(inferenceSeconds: Double?, failure: PlatformFailure?)
  }

  /// The id of the request.
  public var requestID: String
  /// The URLs of the request.
  public var links: RequestLinks
  /// How far the request is.
  public var state: State
  /// The log so far; `nil` when the client did not ask for it, which the wire shows as `null`.
  public var logs: [LogEntry]?

  /// Creates a status.
  public init(requestID: String, links: RequestLinks, state: State, logs: [LogEntry]?) {
    self.requestID = requestID
    self.links = links
    self.state = state
    self.logs = logs
  }

  /// The body.
  public var json: JSONValue {
    var members: JSONObject = [
      "status": .string(state.word),
      "request_id": .string(requestID),
      "response_url": .string(links.response),
      "status_url": .string(links.status),
      "cancel_url": .string(links.cancel),
      "logs": logs.map { .array($0.map(\.json)) } ?? .null,
      "metrics": .object([:]),
    ]
    switch state {
    case .inQueue(let position):
      members["queue_position"] = .number(JSONNumber(position))
    case .inProgress:
      break
    case .completed(let seconds, let failure):
      if let seconds {
        members["metrics"] = ["inference_time": .number(JSONNumber(seconds))]
      }
      if let failure {
        members["error"] = .string(failure.message)
        members["error_type"] = .string(failure.type)
      }
    }
    return .object(members)
  }
}

extension QueueStatusBody.State {
  /// The word on the wire.
  public var word: String {
    switch self {
    case .inQueue: "IN_QUEUE"
    case .inProgress: "IN_PROGRESS"
    case .completed: "COMPLETED"
    }
  }
}
