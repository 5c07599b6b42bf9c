// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// How long the queue keeps a result after the request has ended; documented.
public struct Retention: Sendable, Hashable {
  /// How long a small result is kept.
  public var small: Duration
  /// How long a large one is.
  public var large: Duration
  /// The size in bytes from which a result is large.
  public var largeBytesMin: Int

  /// Creates a retention; by default as documented, an hour, and six minutes from 10 KiB on.
  public init(
    small: Duration = .seconds(3600), large: Duration = .seconds(360), largeBytesMin: Int = 10_240
  ) {
    self.small = small
    self.large = large
    self.largeBytesMin = largeBytesMin
  }

  /// Returns whether a result of so many bytes is gone at a moment; without a size, whether it is
  /// gone whatever its size.
  public func hasExpired(_ ended: Timestamp, bytes: Int? = nil, at now: Timestamp) -> Bool {
    guard let bytes else { return ended.advanced(by: max(small, large)) <= now }
    return expiry(of: ended, bytes: bytes) <= now
  }

  /// Returns the moment at which a result of so many bytes is gone.
  public func expiry(of ended: Timestamp, bytes: Int) -> Timestamp {
    ended.advanced(by: bytes < largeBytesMin ? small : large)
  }

  /// The retention of the results of one request, which may have its own.
  public func of(_ record: RequestRecord) -> Retention {
    record.entry.job.traits.resultLife.map { Retention(small: $0, large: $0) } ?? self
  }
}
