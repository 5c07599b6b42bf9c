// Falsework
// SPDX-License-Identifier: MIT

/// What the two ends of a TLS session have agreed on.
public struct TLSParameters: Sendable, Equatable {
  /// The version of the protocol.
  public let version: TLSVersion
  /// The name of the cipher suite, as in `TLS_AES_256_GCM_SHA384`.
  public let cipherSuite: String
  /// The application protocol agreed by ALPN, as in `http/1.1`, or nil when none was offered.
  public let applicationProtocol: String?
  /// Whether an earlier session was resumed, which spares the certificate.
  public let isResumed: Bool
}
