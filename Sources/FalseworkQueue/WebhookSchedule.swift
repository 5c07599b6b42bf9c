// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// When a webhook is tried again that no receiver has taken.
public enum WebhookSchedule: String, Sendable, Hashable, CaseIterable {
  /// About every 60 to 120 s, as seen on the wire, until the stored result expires; a redirect
  /// ends it at once, as fal's newest documents say.
  case observed
  /// Ten tries over two hours with growing pauses, as fal's older documents say; the pauses are
  /// inferred, and a redirect is a failure like others.
  case documented

  /// The most tries of the documented schedule; documented.
  public static let documentedTryCountMax = 10
  /// The most tries of the observed schedule: the first and 31 more, as fal's newest documents say.
  public static let observedTryCountMax = 32

  /// The pauses between the observed tries, in seconds; observed.
  static let observedPauseSeconds = 60.0...120.0

  /// The pauses between the documented tries in seconds, which make two hours together; inferred.
  static let documentedPauses: [Int64] = [15, 30, 60, 120, 240, 480, 960, 1920, 3375]

  /// A try that has failed, and what it was about.
  public struct Failure: Sendable, Hashable {
    /// How many tries there were, this one included.
    public var tryCount: Int
    /// When this one began.
    public var began: Timestamp
    /// The status that it was answered with; nil when there was no answer.
    public var status: Int?
    /// When the result that it tells of is gone.
    public var expiry: Timestamp

    /// Creates a failure.
    public init(tryCount: Int, began: Timestamp, status: Int?, expiry: Timestamp) {
      self.tryCount = tryCount
      self.began = began
      self.status = status
      self.expiry = expiry
    }
  }

  /// Returns the moment of the next try; nil when there is none.
  public func nextTry(
    after failure: Failure, using generator: inout SeededGenerator
  ) -> Timestamp? {
    switch self {
    case .observed:
      let isRedirect = failure.status.map { (300..<400).contains($0) } ?? false
      guard !isRedirect, failure.tryCount < Self.observedTryCountMax else { return nil }
      let pause = generator.number(in: Self.observedPauseSeconds)
      let next = failure.began.advanced(by: .milliseconds(Int64(pause * 1000)))
      return next < failure.expiry ? next : nil
    case .documented:
      guard failure.tryCount < Self.documentedTryCountMax else { return nil }
      return failure.began.advanced(by: .seconds(Self.documentedPauses[failure.tryCount - 1]))
    }
  }
}
