// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
public import HTTPTypes

/// The body of a status reply, which the reply to a submission is too.
///
/// The keys stand in the order seen on the wire: `status`, `request_id`, `response_url`,
/// `status_url`, `cancel_url`, `logs`, `metrics`, then `queue_position` while the request waits.
///
/// fal's documents say otherwise of three: `logs` is an object, here with a member for each entry
/// under its index, and there is neither `error` nor `error_type`.
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
  /// Whether the body is as observed or as documented.
  public var form: ReplyForm

  /// Creates a status.
  public init(
    requestID: String, links: RequestLinks, state: State, logs: [LogEntry]?,
    form: ReplyForm = .observed
  ) {
    self.requestID = requestID
    self.links = links
    self.state = state
    self.logs = logs
    self.form = form
  }

  /// The body's bytes, spaced as the gateway's; the most asked for of all.
  public var bytes: [UInt8] {
    var body = JSONObjectWriter(.python)
    body.write("status", text: state.word)
    body.write("request_id", text: requestID)
    body.write("response_url", text: links.response)
    body.write("status_url", text: links.response, RequestLinks.statusSuffix)
    body.write("cancel_url", text: links.response, RequestLinks.cancelSuffix)
    if let logs = form.value(of: logs) { body.write("logs", logs) }
    body.write("metrics", state.metrics)
    switch state {
    case .inQueue(let position):
      body.write("queue_position", .number(JSONNumber(position)))
    case .completed(_, let failure?) where form == .observed:
      body.write("error", text: failure.message)
      body.write("error_type", text: failure.type)
    case .inProgress, .completed:
      break
    }
    return body.finish()
  }
}

extension ReplyForm {
  /// The value of `logs`, `nil` for none at all.
  fileprivate func value(of logs: [LogEntry]?) -> JSONValue? {
    switch self {
    case .observed:
      return logs.map { .array($0.map(\.json)) } ?? .null
    case .documented:
      let members = logs?.enumerated().map { index, entry in
        JSONObject.Member(name: "\(index)", value: entry.json)
      }
      return members.map { .object(JSONObject(members: $0)) }
    }
  }
}

extension QueueStatusBody.State {
  /// The status of a poll that finds the request in this state.
  public func code(in form: ReplyForm) -> HTTPResponse.Status {
    switch (form, self) {
    case (.observed, .inQueue), (.observed, .inProgress): .accepted
    case (.observed, .completed), (.documented, _): .ok
    }
  }

  fileprivate var metrics: JSONValue {
    guard case .completed(let seconds?, _) = self else { return [:] }
    return ["inference_time": .number(JSONNumber(seconds))]
  }

  /// The word on the wire.
  public var word: String {
    switch self {
    case .inQueue: "IN_QUEUE"
    case .inProgress: "IN_PROGRESS"
    case .completed: "COMPLETED"
    }
  }
}
