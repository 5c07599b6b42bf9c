// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL
public import FalseworkDispatch

// Theory of operation
//
//   handshaking ──finished──▶ open ──close_notify──▶ endOfStream
//        │                     │
//        └──────── error ──────┴──▶ failed
//
// Bytes from the socket are lent to OpenSSL for one call (see `WireBuffer`), which is asked to go
// on until it wants more. Each request to OpenSSL starts with an empty error queue, because the
// queue belongs to the thread and not to the session. `endOfStream` ends receiving only: TLS 1.3
// closes each direction by itself (RFC 8446 §6.1), so a reply may still be sent. After `failed`
// OpenSSL is not asked for anything again.

/// One end of a TLS connection, as far as both ends are alike.
///
/// Once open it holds at most one partial record of 16 KiB; a handshake fails when it takes 64 KiB.
/// Bytes that are not TLS fail as soon as the head of a record, 5 bytes, is there. After
/// `endOfStream` it still sends, because TLS closes each direction by itself. After `failed` or
/// `close` what is sent is dropped.
public class TLSSession: ByteFilter {
  /// The largest amount of plaintext in one record (RFC 8446 §5.1).
  static let recordBytesMax = 16 * 1024
  /// The most bytes that a handshake may take; a large ClientHello has some 2 KiB.
  static let handshakeBytesMax = 64 * 1024

  final let ssl: OpaquePointer
  private var state = ByteFilterState.handshaking
  private let wire = WireBuffer()
  /// What callbacks find behind the `SSL`; it lives as long as the session does.
  final let negotiation: ServerNegotiation?
  private var handshakeBytes = 0
  private var closing = Closing.notSent

  private enum Closing {
    case notSent
    case sent
  }

  /// Creates one end; a `negotiation` makes it the server's.
  init(context: OpenSSLContext, negotiation: ServerNegotiation? = nil) throws(TLSError) {
    ERR_clear_error()
    guard let ssl = SSL_new(context.pointer) else {
      throw OpenSSLLibrary.failure("make a TLS session")
    }
    guard let bio = wire.makeBIO() else {
      SSL_free(ssl)
      throw OpenSSLLibrary.failure("make a TLS session's buffer")
    }
    SSL_set_bio(ssl, bio, bio)
    self.ssl = ssl
    self.negotiation = negotiation
    if let negotiation {
      _ = falsework_ssl_set_app_data(ssl, Unmanaged.passUnretained(negotiation).toOpaque())
      SSL_set_accept_state(ssl)
    } else {
      SSL_set_connect_state(ssl)
    }
  }

  deinit {
    // Without this OpenSSL takes the end for a truncation and spoils the session's tickets.
    SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
    SSL_free(ssl)
  }

  /// What the two ends have agreed on, or nil before the end of the handshake.
  public final var parameters: TLSParameters? {
    guard SSL_is_init_finished(ssl) == 1, let version = TLSVersion(number: SSL_version(ssl)) else {
      return nil
    }
    var alpn: UnsafePointer<UInt8>?
    var alpnCount: UInt32 = 0
    SSL_get0_alpn_selected(ssl, &alpn, &alpnCount)
    let chosen = UnsafeBufferPointer(start: alpn, count: Int(alpnCount))
    return TLSParameters(
      version: version,
      cipherSuite: SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { String(cString: $0) }
        ?? "",
      applicationProtocol: chosen.isEmpty ? nil : String(decoding: chosen, as: UTF8.self),
      isResumed: SSL_session_reused(ssl) == 1)
  }

  /// Takes bytes from the socket, at any cut.
  public final func receive(
    _ bytes: UnsafeRawBufferPointer, plaintext: inout [UInt8], outbound: inout [UInt8]
  ) -> ByteFilterState {
    wire.inbound = bytes
    swap(&wire.outbound, &outbound)
    defer {
      wire.inbound = UnsafeRawBufferPointer(start: nil, count: 0)
      swap(&wire.outbound, &outbound)
    }
    if state == .handshaking { shakeHands() }
    if state == .open { decrypt(onto: &plaintext) }
    return state
  }

  /// Encrypts any amount of plaintext; calling it during the handshake is a programming error.
  public final func send(_ plaintext: UnsafeRawBufferPointer, outbound: inout [UInt8]) {
    precondition(state != .handshaking, "nothing can be sent before the handshake is finished")
    guard !plaintext.isEmpty, canSend else { return }
    swap(&wire.outbound, &outbound)
    defer { swap(&wire.outbound, &outbound) }
    ERR_clear_error()
    var count = 0
    // OpenSSL cuts the plaintext into records; the wire takes them all, so one call does.
    let result = SSL_write_ex(ssl, plaintext.baseAddress, plaintext.count, &count)
    if result != 1 { settle(result) }
  }

  /// Appends `close_notify`, once; there is none to send before the end of the handshake.
  public final func close(outbound: inout [UInt8]) {
    guard canSend else { return }
    closing = .sent
    swap(&wire.outbound, &outbound)
    defer { swap(&wire.outbound, &outbound) }
    ERR_clear_error()
    SSL_shutdown(ssl)
    ERR_clear_error()
  }

  private var canSend: Bool {
    switch (closing, state) {
    case (.notSent, .open), (.notSent, .endOfStream): true
    case (.sent, _), (_, .handshaking), (_, .failed): false
    }
  }

  private func shakeHands() {
    let offered = wire.inbound
    let lent = min(offered.count, TLSSession.handshakeBytesMax - handshakeBytes)
    wire.inbound = UnsafeRawBufferPointer(rebasing: offered[..<lent])
    ERR_clear_error()
    let result = SSL_do_handshake(ssl)
    let taken = lent - wire.inbound.count
    handshakeBytes += taken
    wire.inbound = UnsafeRawBufferPointer(rebasing: offered[taken...])
    if result == 1 {
      state = .open
    } else if settle(result) == .waiting, handshakeBytes == TLSSession.handshakeBytesMax {
      state = .failed("the handshake takes \(TLSSession.handshakeBytesMax) bytes or more")
    }
  }

  private func decrypt(onto plaintext: inout [UInt8]) {
    withUnsafeTemporaryAllocation(byteCount: TLSSession.recordBytesMax, alignment: 16) { record in
      while true {
        var count = 0
        ERR_clear_error()
        let result = SSL_read_ex(ssl, record.baseAddress, record.count, &count)
        guard result == 1 else {
          settle(result)
          return
        }
        plaintext.append(contentsOf: UnsafeRawBufferPointer(rebasing: record[..<count]))
      }
    }
  }

  private enum Outcome {
    case waiting
    case ended
  }

  /// Draws the conclusion from a request that OpenSSL did not fulfil.
  @discardableResult
  private func settle(_ result: Int32) -> Outcome {
    switch SSL_get_error(ssl, result) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
      return .waiting
    case SSL_ERROR_ZERO_RETURN where state == .open:
      state = .endOfStream
    case SSL_ERROR_ZERO_RETURN:
      state = .failed("the peer closed the connection during the handshake")
    default:
      let reason = OpenSSLLibrary.takeFirstError()
      state = .failed(negotiation?.failure?.message ?? failureText(reason))
    }
    return .ended
  }

  private func failureText(_ reason: OpenSSLReason?) -> String {
    guard let reason else { return "TLS failed without a reason" }
    guard reason.number == SSL_R_CERTIFICATE_VERIFY_FAILED else { return reason.peerFailureText }
    let cause = X509_verify_cert_error_string(SSL_get_verify_result(ssl))
    let detail = cause.map { String(cString: $0) } ?? "no reason given"
    return "the server's certificate is not trusted: \(detail)"
  }
}
