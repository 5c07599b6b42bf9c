// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
internal import FalseworkQueue

/// What becomes of a job, drawn; `nil` leaves it as it would be.
public struct JobConduct: Sendable, Hashable {
  /// How long it waits in the queue.
  public var wait: JobTime?
  /// How long it runs.
  public var run: JobTime?
  /// How many strangers wait before it; they drain over the wait.
  public var crowd: Int?
  /// The positions that are shown over the wait, in equal parts, in the place of true ones.
  public var positions: [Int]?
  /// How many attempts of the platform's fail before the one that counts.
  public var failedAttempts: Int?
  /// How it ends.
  public var outcome: JobOutcome?
  /// How long the result still answers "in progress" after the status says `COMPLETED`.
  public var resultLag: Duration?
  /// How long after its end the result is gone.
  public var expiresAfter: Duration?
  /// What a cancellation does.
  public var cancellation: Cancellation?

  /// What a cancellation does.
  public enum Cancellation: String, Sendable, Hashable, CaseIterable {
    /// The job ends.
    case honoured
    /// It is acknowledged, and the job goes on.
    case ignored
  }

  /// The most attempts that fail: all that the platform makes.
  public static let failedAttemptsMax = RunPolicy.attemptCountMax
  /// The most strangers before a job.
  public static let crowdMax = 1_000_000

  /// Creates a conduct that leaves everything as it would be.
  public init() {}

  /// Returns this conduct with what another one says over it.
  public func merged(with later: JobConduct) -> JobConduct {
    var merged = self
    merged.wait = later.wait ?? wait
    merged.run = later.run ?? run
    merged.crowd = later.crowd ?? crowd
    merged.positions = later.positions ?? positions
    merged.failedAttempts = later.failedAttempts ?? failedAttempts
    merged.outcome = later.outcome ?? outcome
    merged.resultLag = later.resultLag ?? resultLag
    merged.expiresAfter = later.expiresAfter ?? expiresAfter
    merged.cancellation = later.cancellation ?? cancellation
    return merged
  }
}

/// How long a part of a job's life lasts.
public enum JobTime: Sendable, Hashable {
  case lasting(Duration)
  /// It never ends by itself.
  case never
}

/// How a job ends.
public enum JobOutcome: Sendable, Hashable {
  /// With an output.
  case succeeded
  /// The model reports a failure: the status stays clean, the result has the error; observed.
  case model(ModelFailure)
  /// The platform fails: the status says so as well; documented.
  case platform(PlatformFailure)
}
