// Falsework
// SPDX-License-Identifier: MIT

/// A limit of requests per time by a bucket of tokens.
public struct RateLimit: Sendable, Hashable {
  /// How many tokens the bucket holds; it begins full.
  public var capacity: Int
  /// How many tokens come back in a second.
  public var refillPerSecond: Double
  /// What `Retry-After` says.
  public var retryAfter: RetryAfter
  /// What is answered where there is no token, without `Retry-After`.
  public var reply: FaultReply

  /// What `Retry-After` says (RFC 9110 §10.2.3).
  public enum RetryAfter: Sendable, Hashable {
    /// There is none.
    case none
    /// The whole seconds until the next token.
    case seconds
    /// The moment of the next token, as an HTTP date.
    case date
    /// A number of seconds that has nothing to do with the bucket.
    case fixed(Duration)
  }

  /// Creates a limit.
  public init(capacity: Int, refillPerSecond: Double, retryAfter: RetryAfter, reply: FaultReply) {
    self.capacity = capacity
    self.refillPerSecond = refillPerSecond
    self.retryAfter = retryAfter
    self.reply = reply
  }
}
