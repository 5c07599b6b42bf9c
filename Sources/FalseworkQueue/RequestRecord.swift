// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
public import FalseworkProtocol

/// The universe of one credential: its requests are nobody else's.
public struct SessionID: Sendable, Hashable, CustomStringConvertible {
  /// The text that stands for the credential, from which it cannot be recovered.
  public let description: String

  /// Creates the id of a session.
  public init(_ description: String) {
    self.description = description
  }
}

/// A request that was accepted, with everything that will ever be answered about it.
public struct RequestRecord: Sendable, Hashable {
  /// The request's id.
  public let id: RequestID
  /// Whose request it is.
  public let session: SessionID
  /// The endpoint as it was submitted to, sub-path included.
  public let endpoint: EndpointID
  /// What the runner makes of the input.
  public let verdict: InputVerdict
  /// The output that was drawn for an accepted input; `nil` when its document described none, and
  /// for requests that were kept before outputs were drawn.
  public let output: OutputPlan?
  /// What happens when.
  public let timeline: Timeline
  /// When the client cancelled, if it did so in time.
  public private(set) var cancelled: Timestamp?

  /// Creates a record.
  public init(
    id: RequestID, session: SessionID, endpoint: EndpointID, verdict: InputVerdict,
    output: OutputPlan? = nil, timeline: Timeline, cancelled: Timestamp? = nil
  ) {
    self.id = id
    self.session = session
    self.endpoint = endpoint
    self.verdict = verdict
    self.output = output
    self.timeline = timeline
    self.cancelled = cancelled
  }

  /// Returns how far the request is at a moment.
  public func phase(at now: Timestamp) -> Phase {
    if let cancelled, cancelled <= now { return .completed(.cancelled(cancelled)) }
    if now < timeline.started { return .inQueue }
    if now < timeline.ended { return .inProgress }
    switch verdict {
    case .accepted(let input): return .completed(.succeeded(input: input))
    case .rejected(let status, let body): return .completed(.rejected(status: status, body: body))
    }
  }

  /// Returns the log as it stands at a moment.
  public func logs(at now: Timestamp) -> [LogEntry] {
    let end = min(now, cancelled ?? timeline.ended)
    return timeline.logs.filter { $0.time <= end }
  }

  /// How long a runner worked on the request, in seconds; `nil` if it was cancelled before.
  public var inferenceSeconds: Double? {
    let end = min(cancelled ?? timeline.ended, timeline.ended)
    guard end >= timeline.started, cancelled != timeline.started else { return nil }
    return timeline.started.duration(to: end).seconds
  }

  /// Cancels the request at a moment, unless it has ended or was cancelled already.
  public mutating func cancel(at now: Timestamp) -> Cancellation {
    // A cancellation may be carried out before one that was timed a little earlier.
    if cancelled != nil { return .alreadyCompleted }
    if case .completed = phase(at: now) { return .alreadyCompleted }
    cancelled = now
    return .requested
  }
}

/// What the runner makes of an input.
public enum InputVerdict: Sendable, Hashable {
  /// The input is valid; defaults are filled in.
  case accepted(input: JSONObject)
  /// The input is refused, which shows only at the result.
  case rejected(status: Int, body: JSONValue)
}

/// How far a request is.
public enum Phase: Sendable, Hashable {
  case inQueue
  case inProgress
  case completed(Ending)
}

/// How a request ended.
public enum Ending: Sendable, Hashable {
  case succeeded(input: JSONObject)
  case rejected(status: Int, body: JSONValue)
  case cancelled(Timestamp)
}

/// What became of a wish to cancel.
public enum Cancellation: Sendable, Hashable {
  case requested
  case alreadyCompleted
}
