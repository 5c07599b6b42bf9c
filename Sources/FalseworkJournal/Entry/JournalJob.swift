// Falsework
// SPDX-License-Identifier: MIT

/// The job that an exchange was about.
public struct JournalJob: Sendable, Hashable {
  /// The id of the request in the queue.
  public var requestID: String
  /// Its number among the jobs of its session, from 1; `nil` where it is not known.
  public var index: Int?
  /// Where the job was when the request arrived; `nil` before it was submitted.
  public var phase: Phase?

  /// Where a job is in its life; the words of fal's statuses (observed).
  public enum Phase: String, Sendable, Hashable, CaseIterable {
    case inQueue = "IN_QUEUE"
    case inProgress = "IN_PROGRESS"
    case completed = "COMPLETED"
  }

  /// Creates the reference to a job.
  public init(requestID: String, index: Int? = nil, phase: Phase? = nil) {
    self.requestID = requestID
    self.index = index
    self.phase = phase
  }
}
