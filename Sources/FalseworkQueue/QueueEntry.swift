// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// A request as its pool sees it: a job, and what becomes of it.
public struct QueueEntry: Sendable, Hashable {
  /// The request's id.
  public let id: RequestID
  /// What it asks of the runners.
  public let job: Job
  /// What has happened and will happen.
  public internal(set) var timeline: Timeline
  /// When the client cancelled, if it did so in time.
  public private(set) var cancelled: Timestamp?

  /// Creates an entry.
  public init(id: RequestID, job: Job, timeline: Timeline, cancelled: Timestamp? = nil) {
    self.id = id
    self.job = job
    self.timeline = timeline
    self.cancelled = cancelled
  }

  /// Where a request is.
  public enum Place: Sendable, Hashable {
    case queue
    case runner
    case gone
  }

  /// Returns where the request is at a moment.
  public func place(at now: Timestamp) -> Place {
    if now >= timeline.ended { return .gone }
    let isRunning = timeline.runs.contains { $0.started <= now && now < $0.ended }
    return isRunning ? .runner : .queue
  }

  /// Whether a runner has been given the request and prepares for it.
  fileprivate func isAssigned(at now: Timestamp) -> Bool {
    timeline.runs.contains { $0.assigned <= now && now < $0.started }
  }

  /// Whether a runner prepares for the request or works on it.
  func isWithRunner(at now: Timestamp) -> Bool {
    timeline.runs.contains { $0.assigned <= now && now < $0.ended }
  }

  /// Cancels the request at a moment, unless it has ended or was cancelled already.
  public mutating func cancel(at now: Timestamp) -> Cancellation {
    // A cancellation may be carried out before one that was timed a little earlier.
    guard cancelled == nil, place(at: now) != .gone else { return .alreadyCompleted }
    cancelled = now
    timeline = timeline.cut(at: now)
    return .requested
  }

  /// How the platform ended the request; `nil` when a runner replied or the client cancelled.
  var failure: PlatformFailure? {
    guard cancelled == nil else { return nil }
    guard timeline.runs.count == job.attempts.count else { return .startTimeout }
    return job.attempts.last?.failure
  }
}

/// What became of a wish to cancel.
public enum Cancellation: Sendable, Hashable {
  case requested
  case alreadyCompleted
}

extension Collection<QueueEntry> {
  /// Returns how many of these requests runners begin with before `entry`, as of a moment.
  public func countAhead(of entry: QueueEntry, at now: Timestamp) -> Int {
    if entry.isAssigned(at: now) { return 0 }
    return count { other in
      other.id != entry.id && other.place(at: now) == .queue
        && (other.isAssigned(at: now) || other.job.precedes(entry.job))
    }
  }

  /// Returns how many of these requests are at a place at a moment.
  public func count(at place: QueueEntry.Place, at now: Timestamp) -> Int {
    count { $0.place(at: now) == place }
  }
}
