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
  /// The request as its pool sees it.
  public var entry: QueueEntry
  /// Whose request it is.
  public let session: SessionID
  /// The endpoint as it was submitted to, sub-path included.
  public let endpoint: EndpointID
  /// What the runner makes of the input.
  public let verdict: InputVerdict
  /// The output that was drawn for an accepted input; `nil` when its document described none, and
  /// for requests that were kept before outputs were drawn.
  public let output: OutputPlan?

  /// Creates a record.
  public init(
    entry: QueueEntry, session: SessionID, endpoint: EndpointID, verdict: InputVerdict,
    output: OutputPlan? = nil
  ) {
    self.entry = entry
    self.session = session
    self.endpoint = endpoint
    self.verdict = verdict
    self.output = output
  }

  /// The request's id.
  public var id: RequestID { entry.id }
  /// When the request has ended, or will have as things stand.
  public var ended: Timestamp { entry.timeline.ended }

  /// Returns how far the request is at a moment.
  public func phase(at now: Timestamp) -> Phase {
    switch entry.place(at: now) {
    case .queue: .inQueue
    case .runner: .inProgress
    case .gone: .completed(ending)
    }
  }

  /// How the request ends, as things stand.
  public var ending: Ending {
    if entry.cancelled != nil { return .cancelled }
    if let failure = entry.failure { return .failed(failure) }
    switch verdict {
    case .accepted(let input): return .succeeded(input: input)
    case .rejected(let status, let body): return .rejected(status: status, body: body)
    }
  }

  /// Returns the log as it stands at a moment; each attempt begins it anew, as its runner does.
  public func logs(at now: Timestamp) -> [LogEntry] {
    guard case .accepted = verdict else { return [] }
    return entry.timeline.runs.flatMap { run in
      PipelineLog.lines(of: entry.job.timings, from: run.started)
        .filter { $0.time <= min(now, run.ended) }
    }
  }

  /// How long the last runner worked on the request, in seconds; `nil` if none ever did.
  public var inferenceSeconds: Double? {
    entry.timeline.runs.last.map { $0.started.duration(to: $0.ended).seconds }
  }

  /// The id that the gateway gave the last attempt: the request's own where it was the first.
  public var gatewayRequestID: RequestID {
    let retries = entry.timeline.runs.dropFirst()
    guard let last = retries.last else { return id }
    var generator = SeededGenerator(seed: 0, key: "attempt", "\(id)", "\(retries.count)")
    return RequestID(time: last.assigned, using: &generator)
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
  case failed(PlatformFailure)
  case cancelled
}
