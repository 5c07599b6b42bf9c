// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// The client's end of a TLS connection.
///
/// The client speaks first: `start` gives its first message.
public final class TLSClientSession: TLSSession {
  /// The certificate that the server presented as PEM text, or nil when there is none yet.
  public var serverCertificatePEM: String? {
    guard let x509 = SSL_get1_peer_certificate(ssl) else { return nil }
    let pem = try? Certificate(owning: x509).pem()
    return pem.map { String(decoding: $0, as: UTF8.self) }
  }

  /// A ticket to resume this session with, or nil while the server has given none.
  ///
  /// In TLS 1.3 it arrives after the handshake, with or before the first bytes of the server.
  public var ticket: TLSSessionTicket? {
    guard let pointer = SSL_get1_session(ssl) else { return nil }
    let ticket = TLSSessionTicket(owning: pointer)
    return SSL_SESSION_is_resumable(pointer) == 1 ? ticket : nil
  }

  /// Appends the client's first message onto `outbound`.
  public func start(outbound: inout [UInt8]) {
    var nothing: [UInt8] = []
    _ = receive(
      UnsafeRawBufferPointer(start: nil, count: 0), plaintext: &nothing, outbound: &outbound)
  }
}
