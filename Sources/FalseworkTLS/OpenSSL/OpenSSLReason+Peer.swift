// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

extension OpenSSLReason {
  /// A short account of a session's failure, in plain words where the cause is a common one.
  var peerFailureText: String {
    guard library == ERR_LIB_SSL else { return "TLS failed: \(text)" }
    return switch number {
    case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST:
      "the peer sent plain HTTP where TLS was expected"
    case SSL_R_WRONG_VERSION_NUMBER:
      "the peer sent something other than TLS"
    case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      "the peer offers no version of TLS from 1.2 on"
    case SSL_R_NO_APPLICATION_PROTOCOL, SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL:
      "the client offers by ALPN neither http/1.1 nor http/1.0"
    case SSL_R_NO_SHARED_CIPHER:
      "the client offers no cipher suite for ECDHE with ECDSA"
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA, SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN,
      SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
      "the client does not trust the certificate: \(text)"
    default:
      "TLS failed: \(text)"
    }
  }
}
