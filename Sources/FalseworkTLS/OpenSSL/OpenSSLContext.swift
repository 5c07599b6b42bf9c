// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// The settings shared by many TLS sessions, an `SSL_CTX`.
///
/// `@unchecked Sendable`: the settings are complete before the context is shared; what OpenSSL
/// changes afterwards, its counters and ticket keys, it guards itself.
final class OpenSSLContext: @unchecked Sendable {
  /// The curves offered for key agreement, fastest first.
  static let groups = "X25519:P-256:P-384"
  /// The suites for TLS 1.2: forward secret and authenticated only.
  static let tls12CipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL"

  let pointer: OpaquePointer

  /// Creates settings for the role that `method` stands for.
  init(
    method: OpaquePointer?, versions: ClosedRange<TLSVersion>
  ) throws(TLSError) {
    OpenSSLLibrary.prepare()
    ERR_clear_error()
    guard let pointer = SSL_CTX_new(method) else {
      throw OpenSSLLibrary.failure("make a TLS context")
    }
    self.pointer = pointer
    _ = falsework_ssl_ctx_set_modes(pointer)
    // Tickets carry the sessions' state, so nothing is kept per session.
    _ = falsework_ssl_ctx_disable_session_cache(pointer)
    let range = (versions.lowerBound.number, versions.upperBound.number)
    guard
      falsework_ssl_ctx_set_versions(pointer, range.0, range.1) == 1,
      falsework_ssl_ctx_set_groups(pointer, OpenSSLContext.groups) == 1,
      SSL_CTX_set_cipher_list(pointer, OpenSSLContext.tls12CipherSuites) == 1
    else { throw OpenSSLLibrary.failure("configure TLS") }
  }

  deinit {
    SSL_CTX_free(pointer)
  }
}
