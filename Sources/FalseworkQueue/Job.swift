// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// What a request asks of the runners, drawn when it is accepted; when it gets it, its pool says.
public struct Job: Sendable, Hashable {
  /// When the request was accepted.
  public let submitted: Timestamp
  /// When a runner can begin with it at the earliest.
  public let ready: Timestamp
  /// The place in the order of acceptance among the requests of its pool.
  public let sequence: Int
  /// Whether others go first.
  public let priority: QueuePriority
  /// When it must have begun: else it ends then.
  public let startDeadline: Timestamp?
  /// What happens on the runners, one after the other; at least one attempt.
  public let attempts: [Attempt]
  /// What the time of an attempt that succeeds is spent on.
  public let timings: StageTimings
  /// What sets it apart from others.
  public let traits: JobTraits

  /// A time on a runner.
  public struct Attempt: Sendable, Hashable {
    /// How long the runner works.
    public let length: Duration
    /// How the runner failed; `nil` if it gave a reply.
    public let failure: PlatformFailure?

    /// Creates an attempt.
    public init(length: Duration, failure: PlatformFailure? = nil) {
      self.length = length
      self.failure = failure
    }
  }

  /// Creates a job.
  public init(
    submitted: Timestamp, ready: Timestamp, sequence: Int = 0, priority: QueuePriority = .normal,
    startDeadline: Timestamp? = nil, attempts: [Attempt], timings: StageTimings,
    traits: JobTraits = JobTraits()
  ) {
    precondition(submitted <= ready && !attempts.isEmpty, "a job begins with an attempt")
    self.submitted = submitted
    self.ready = ready
    self.sequence = sequence
    self.priority = priority
    self.startDeadline = startDeadline
    self.attempts = attempts
    self.timings = timings
    self.traits = traits
  }

  /// Whether this job goes first where both wait.
  func precedes(_ other: Job) -> Bool {
    (priority.rank, sequence) < (other.priority.rank, other.sequence)
  }
}

/// The two priorities of fal's queue; documented.
public enum QueuePriority: String, Sendable, Hashable, CaseIterable {
  case normal
  /// Waits until no normal request waits.
  case low

  fileprivate var rank: Int {
    switch self {
    case .normal: 0
    case .low: 1
    }
  }
}
