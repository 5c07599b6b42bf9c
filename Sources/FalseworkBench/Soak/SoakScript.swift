// Falsework
// SPDX-License-Identifier: MIT

/// What one client of the soak does, fixed before it connects.
package struct SoakScript: Sendable, Equatable {
  /// How the client's bytes travel.
  package enum Channel: Sendable, CaseIterable {
    case plain
    case tls
  }

  /// One thing after the other.
  package enum Step: Sendable, Equatable {
    case send([UInt8])
    /// Sends the bytes one by one.
    case drip([UInt8], every: Duration)
    /// Neither sends nor reads.
    case hold(Duration)
    /// Reads one reply, which must have that status.
    case expectReply(status: Int)
    /// Reads about so many bytes, a portion at a time.
    case sip(byteCount: Int, portion: Int, every: Duration)
    case finishSending
    /// Ends the script with a reset; otherwise the end of the steps closes the connection.
    case reset
  }

  package var kind: SoakKind
  package var channel: Channel
  package var steps: [Step]
  /// After so many bytes on the wire, those of a TLS handshake included, the client resets.
  package var wireBytesMax: Int?
  /// The size of the socket's receive buffer, where it matters.
  package var receiveBufferBytes: Int32?
}
