// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
public import FalseworkProtocol

/// What is to become of a request, as far as that is told and not drawn.
public struct JobCourse: Sendable, Hashable {
  /// How long requests take of which nothing more is told; `nil` as the server has it.
  public var preset: TimingPreset?
  /// How long it takes until a runner can begin; `nil` as the preset has it.
  public var wait: Duration?
  /// How long the attempt that gives a reply takes; `nil` as the preset has it.
  public var run: Duration?
  /// How many attempts fail before one gives a reply; `nil` as the server has it.
  public var failedAttemptCount: Int?
  /// How it ends; `nil` as its input deserves.
  public var ending: Ending?
  /// What sets the request apart once it was accepted.
  public var traits = JobTraits()

  /// So long that nobody sees its end: a thousand years.
  public static let never = Duration.seconds(86_400 * 365 * 1000)

  /// How a request ends that is told so.
  public enum Ending: Sendable, Hashable {
    /// The model replies with an error about its input.
    case rejected(status: Int, body: JSONValue)
    /// The platform gives up: the status says so, and so does the result.
    case failed(PlatformFailure)
  }

  /// Creates the course of a request of which nothing is told.
  public init() {}
}

/// What sets a request apart from others as long as it is kept.
public struct JobTraits: Sendable, Hashable {
  /// How many requests of strangers are before it when it is accepted; they go while it waits.
  public var crowdCount = 0
  /// The runners that it shares with others; `nil` as the server has it.
  public var pool: RunnerPool?
  /// The positions that are shown while it waits, in equal parts, in the place of true ones.
  public var positions: [Int] = []
  /// How long after its end the result is not to be had yet.
  public var resultLag = Duration.zero
  /// How long the result is kept after the request's end; `nil` as the server keeps results.
  public var resultLife: Duration?
  /// What the runner does where the client cancels.
  public var cancellation = Obedience.obeyed

  /// Whether a runner does as it is told.
  public enum Obedience: String, Sendable, Hashable {
    case obeyed
    /// The request goes on to its end, though the client was told that it would not.
    case ignored
  }

  /// Creates the traits of an ordinary request.
  public init() {}
}

extension Job {
  /// Returns how many strangers are before the request at a moment, while it waits.
  public func crowdCount(at now: Timestamp) -> Int {
    guard traits.crowdCount > 0, let left = waitLeft(at: now) else { return 0 }
    return min(traits.crowdCount, Int((Double(traits.crowdCount) * left).rounded(.up)))
  }

  /// Returns the position that is shown at a moment in the place of the true one, if any.
  public func toldPosition(at now: Timestamp) -> Int? {
    guard !traits.positions.isEmpty, let left = waitLeft(at: now) else { return nil }
    let index = Int(Double(traits.positions.count) * (1 - left))
    return traits.positions[min(max(0, index), traits.positions.count - 1)]
  }

  /// The share of the wait that is left, from 0 to 1; `nil` when it is over.
  private func waitLeft(at now: Timestamp) -> Double? {
    guard now < ready else { return nil }
    let wait = Double(submitted.duration(to: ready).microseconds)
    return min(1, Double(now.duration(to: ready).microseconds) / wait)
  }
}
