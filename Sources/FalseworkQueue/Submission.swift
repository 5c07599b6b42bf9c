// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// What a client submitted, judged but not yet accepted.
public struct Submission: Sendable {
  /// Whose submission it is.
  public let session: SessionID
  /// The endpoint, sub-path included.
  public let endpoint: EndpointID
  /// The digest of endpoint and body, which keys the draws.
  public let digest: String
  /// What the runner makes of the input.
  public let verdict: InputVerdict
  /// The output that was drawn for an accepted input.
  public let output: OutputPlan?
  /// How the client wants it to be treated.
  public let wishes: Wishes
  /// What is told of its future.
  public let course: JobCourse

  /// How a client wants a request to be treated, beside its input.
  public struct Wishes: Sendable, Hashable {
    /// Whether others go first.
    public var priority = QueuePriority.normal
    /// How long it may take until a runner begins.
    public var startTimeout: Duration?
    /// Behind how many waiting requests the client is willing to wait.
    public var queueCountMax: Int?
    /// Whether the platform tries again after a runner has failed.
    public var retries = Retries.automatic
    /// Whether the request waits where no runner is free.
    public var waiting = Waiting.accepted

    /// Whether the platform tries again.
    public enum Retries: Sendable, Hashable {
      case automatic
      case none
    }

    /// What is done where no runner is free.
    public enum Waiting: Sendable, Hashable {
      case accepted
      case refused
    }

    /// Creates the wishes of a client that said nothing.
    public init() {}
  }

  /// Creates a submission.
  public init(
    session: SessionID, endpoint: EndpointID, digest: String, verdict: InputVerdict,
    output: OutputPlan? = nil, wishes: Wishes = Wishes(), course: JobCourse = JobCourse()
  ) {
    self.session = session
    self.endpoint = endpoint
    self.digest = digest
    // A runner that is told to refuse an input does so where it would have taken it.
    if case .accepted = verdict, case .rejected(let status, let body)? = course.ending {
      self.verdict = .rejected(status: status, body: body)
    } else {
      self.verdict = verdict
    }
    self.output = output
    self.wishes = wishes
    self.course = course
  }

  func record(_ entry: QueueEntry) -> RequestRecord {
    RequestRecord(
      entry: entry, session: session, endpoint: endpoint, verdict: verdict, output: output)
  }
}
