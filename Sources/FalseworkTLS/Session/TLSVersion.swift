// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// A version of TLS that Falsework speaks.
public enum TLSVersion: Sendable, Comparable {
  /// TLS 1.2, RFC 5246.
  case tls12
  /// TLS 1.3, RFC 8446.
  case tls13

  /// The number of the version on the wire.
  var number: Int32 {
    switch self {
    case .tls12: TLS1_2_VERSION
    case .tls13: TLS1_3_VERSION
    }
  }

  init?(number: Int32) {
    switch number {
    case TLS1_2_VERSION: self = .tls12
    case TLS1_3_VERSION: self = .tls13
    default: return nil
    }
  }
}
