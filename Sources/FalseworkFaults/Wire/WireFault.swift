// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkHTTP
internal import FalseworkProtocol

/// How the bytes of a reply are to be performed, in places that may not be known yet.
///
/// `plan(head:content:contentBytes:)` finds the places once the reply is known.
public struct WireFault: Sendable, Hashable {
  /// Bytes in the place of the whole reply, after which the connection is closed.
  public var substitute: [UInt8]?
  /// How the reply lies about its own length.
  public var framing: Framing?
  /// Bytes that change, each with the bits that flip.
  public var corruptions: [Corruption] = []
  /// How slowly the bytes go out.
  public var pace: Pace?
  /// Where nothing goes out for a while.
  public var pauses: [Pause] = []
  /// Where the reply breaks off; the earliest one counts.
  public var stops: [Stop] = []

  /// How a reply lies about its length.
  public enum Framing: Sendable, Hashable {
    /// `Content-Length` is so many bytes more, or fewer, than there are.
    case length(offset: Int)
    /// There is neither `Content-Length` nor a chunked coding: the end of the connection ends it.
    case none
    /// The chunked coding is broken at a place.
    case malformedChunk(at: WirePosition)
  }

  /// Bytes that change.
  public struct Corruption: Sendable, Hashable {
    /// Which byte; a share is drawn where the rule does not say.
    public var position: WirePosition
    /// The bits that flip, not 0.
    public var mask: UInt8

    /// Creates a corruption.
    public init(at position: WirePosition, mask: UInt8) {
      self.position = position
      self.mask = mask
    }
  }

  /// So many bytes at a time, with a rest between them.
  public struct Pace: Sendable, Hashable {
    /// The bytes that go out at once.
    public var bytes: Int
    /// The time from one to the next.
    public var interval: Duration

    /// Creates a pace.
    public init(bytes: Int, every interval: Duration) {
      self.bytes = bytes
      self.interval = interval
    }
  }

  /// A while in which nothing goes out.
  public struct Pause: Sendable, Hashable {
    /// Before which byte.
    public var position: WirePosition
    /// How long.
    public var duration: Duration

    /// Creates a pause.
    public init(at position: WirePosition, for duration: Duration) {
      self.position = position
      self.duration = duration
    }
  }

  /// A place where the reply breaks off.
  public struct Stop: Sendable, Hashable {
    /// After which bytes.
    public var position: WirePosition
    /// What is done there.
    public var ending: WireEnding

    /// Creates a stop.
    public init(at position: WirePosition, _ ending: WireEnding) {
      self.position = position
      self.ending = ending
    }
  }

  /// Creates a fault that changes nothing.
  public init() {}

  /// Returns this fault and a later one as one: stops, pauses and corruptions add up, of paces the
  /// slower counts, and of the rest the earlier.
  public func merged(with later: WireFault) -> WireFault {
    var merged = self
    merged.substitute = substitute ?? later.substitute
    merged.framing = framing ?? later.framing
    merged.corruptions += later.corruptions
    merged.pauses += later.pauses
    merged.stops += later.stops
    merged.pace = [pace, later.pace].compactMap(\.self).min { $0.isSlower(than: $1) }
    return merged
  }
}

extension WireFault.Pace {
  fileprivate func isSlower(than other: WireFault.Pace) -> Bool {
    Double(bytes) * other.interval.seconds < Double(other.bytes) * interval.seconds
  }
}
