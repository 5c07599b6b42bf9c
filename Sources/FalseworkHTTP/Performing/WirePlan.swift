// Falsework
// SPDX-License-Identifier: MIT

/// How the bytes of a reply are performed on the wire.
///
/// The default is plainly: the head, the content, as fast as the client takes them. Everything else
/// is a fault that a client may meet. Positions count the bytes of the head and then those of the
/// content, before any transfer coding and before TLS: chunk sizes have no width of their own.
///
/// Where things fall on the same position the order is: pauses, the malformed chunk, the stop, the
/// alteration of the byte that follows. What lies behind the stop does not happen.
public struct WirePlan: Sendable, Hashable {
  /// Bytes in place of the whole reply, head and all.
  ///
  /// Positions then count these bytes, as if they were content without a head; `framing` has no
  /// meaning, and the connection closes behind them unless the plan stops in another way.
  public var substitute: [UInt8]?
  /// What the head says about the length of the content.
  public var framing = Framing.honest
  /// The bytes of the content that are changed; those beyond its end do not count.
  public var alterations: [Alteration] = []
  /// The pace at which everything is sent.
  public var pace: Pace?
  /// The moments in which nothing is sent.
  public var pauses: [Pause] = []
  /// Where the reply breaks off, or what becomes of the connection behind it.
  public var stop: Stop?

  /// Creates the plan that performs a reply plainly.
  public init() {}

  /// What a head says about the length of its content.
  public enum Framing: Sendable, Hashable {
    /// The truth.
    case honest
    /// `Content-Length` is so many bytes more than there are, or fewer; never below zero.
    ///
    /// Where it is more, the connection closes behind the content, which is cut short for the
    /// client; where it is fewer, the connection stays, and the rest is in the way of the next
    /// reply. The content of a stream, whose length nobody knows, counts as none here, and the
    /// connection closes behind it.
    case length(offset: Int)
    /// Nothing: the end of the connection ends the content (RFC 9112 §6.3, the last rule).
    case none
    /// The chunked coding, with a chunk size that is no number (RFC 9112 §7.1) before the byte of
    /// the content at this offset, or at its end; then the connection closes.
    ///
    /// A client of HTTP/1.0, which knows no chunks, gets the same bytes within its content.
    case malformedChunk(at: Int)
  }

  /// A change of one byte.
  public struct Alteration: Sendable, Hashable {
    /// Which byte of the content, from 0.
    public var offset: Int
    /// The bits that are flipped in it.
    public var mask: UInt8

    /// Creates a change of one byte.
    public init(offset: Int, mask: UInt8) {
      self.offset = offset
      self.mask = mask
    }
  }

  /// A pace: so many bytes at a time.
  public struct Pace: Sendable, Hashable {
    /// The bytes of head and content that are sent in one go, at least 1.
    public var bytes: Int
    /// The time from one go to the next; none before the first or after the last.
    public var every: Duration

    /// Creates a pace; less than one byte counts as one.
    public init(bytes: Int, every: Duration) {
      self.bytes = max(1, bytes)
      self.every = every
    }
  }

  /// A time in which nothing is sent.
  public struct Pause: Sendable, Hashable {
    /// Before which byte.
    public var point: Point
    /// How long.
    public var duration: Duration

    /// Creates a pause.
    public init(at point: Point, for duration: Duration) {
      self.point = point
      self.duration = duration
    }
  }

  /// An end of the sending.
  public struct Stop: Sendable, Hashable {
    /// Before which byte.
    public var point: Point
    /// What becomes of the connection.
    public var ending: WireEnding

    /// Creates a stop.
    public init(at point: Point, _ ending: WireEnding) {
      self.point = point
      self.ending = ending
    }
  }

  /// A place between two bytes of a reply; one beyond its part of the reply is the end of the part.
  public enum Point: Sendable, Hashable {
    /// Before the first byte.
    case start
    /// Behind so many bytes of the head.
    case head(Int)
    /// Behind so many bytes of the content.
    case content(Int)
    /// Behind this share of the content, from 0 to 1, rounded down to a byte.
    ///
    /// Of a stream, whose length nobody knows: behind all of its content but before what marks the
    /// end, unless the share is 0.
    case contentShare(Double)
    /// Before so many last bytes of the reply, 0 for behind all of it.
    ///
    /// Of a stream, if not 0: behind all of its content but before what marks the end.
    case beforeEnd(Int)
  }
}
