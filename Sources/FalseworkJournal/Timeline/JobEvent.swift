// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// Something that happened to a job.
public struct JobEvent: Sendable, Hashable {
  /// When, by the mock's clock.
  public var time: Timestamp
  /// What.
  public var kind: Kind

  /// What happens to jobs.
  public enum Kind: Sendable, Hashable {
    /// It was accepted and began to wait.
    case submitted
    /// A runner was found for it.
    case assigned
    /// It began to run.
    case started
    /// Its runner failed, for this reason, and it waits again.
    case requeued(reason: String)
    /// It ended, in these words: `OK` or the type of its error.
    case ended(outcome: String)
    /// It was cancelled.
    case cancelled
    /// A webhook was sent.
    case webhook(WebhookTry)
  }

  /// One try to send a webhook.
  public struct WebhookTry: Sendable, Hashable {
    /// The number of the try, from 1.
    public var number: Int
    /// What became of it.
    public var outcome: Outcome

    /// What becomes of a try.
    public enum Outcome: Sendable, Hashable {
      /// The client answered with this status; it accepts with one from 200 to 299.
      case answered(status: Int)
      /// There was no answer, for this reason.
      case failed(reason: String)
    }

    /// Whether the receiver took the webhook and did not answer in time.
    package var isTooLate: Bool {
      // In the words of the outgoing client, which the state keeps.
      if case .failed(let reason) = outcome { reason.contains(" reply within ") } else { false }
    }

    /// Creates a try.
    public init(number: Int, outcome: Outcome) {
      self.number = number
      self.outcome = outcome
    }
  }

  /// Creates an event.
  public init(time: Timestamp, kind: Kind) {
    self.time = time
    self.kind = kind
  }
}
