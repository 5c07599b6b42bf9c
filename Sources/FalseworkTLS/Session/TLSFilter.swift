// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkDispatch

/// The server's end of a TLS connection.
///
/// Once open it holds at most one partial record of 16 KiB; a handshake fails when it takes 64 KiB.
/// Bytes that are not TLS fail as soon as the head of a record, 5 bytes, is there. After
/// `endOfStream` it still sends, because TLS closes each direction by itself. After `failed` or
/// `close` what is sent is dropped.
public final class TLSFilter: ByteFilter {
  private let session: TLSSession
  private let negotiation: ServerNegotiation

  init(session: TLSSession, negotiation: ServerNegotiation) {
    self.session = session
    self.negotiation = negotiation
  }

  /// The host that the client asked for by SNI, in lower case.
  ///
  /// It is nil until the client's first message is complete, and when the client asked for
  /// nothing or for what is no host.
  public var serverName: String? { negotiation.serverName }

  /// What the two ends have agreed on, or nil before the end of the handshake.
  public var parameters: TLSParameters? { session.parameters }

  /// Takes bytes from the socket, at any cut.
  public func receive(
    _ bytes: UnsafeRawBufferPointer, plaintext: inout [UInt8], outbound: inout [UInt8]
  ) -> ByteFilterState {
    session.receive(bytes, plaintext: &plaintext, outbound: &outbound)
  }

  /// Encrypts any amount of plaintext; calling it during the handshake is a programming error.
  public func send(_ plaintext: UnsafeRawBufferPointer, outbound: inout [UInt8]) {
    session.send(plaintext, outbound: &outbound)
  }

  /// Appends `close_notify`, once; there is none to send before the end of the handshake.
  public func close(outbound: inout [UInt8]) {
    session.close(outbound: &outbound)
  }
}
