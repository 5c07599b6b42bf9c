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

  /// Creates a retention; by default as documented, an hour, and six minutes from 10 kB on.
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
    let length =
      switch bytes {
      case nil: max(small, large)
      case let bytes?: bytes < largeBytesMin ? small : large
      }
    return ended.advanced(by: length) <= now
  }
}
