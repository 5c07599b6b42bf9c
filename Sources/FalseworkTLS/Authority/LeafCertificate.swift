// Falsework
// SPDX-License-Identifier: MIT

/// A server's certificate with its private key.
public struct LeafCertificate: Sendable {
  /// The names certified, in order: lower-case DNS names and IP addresses.
  public let names: [String]
  /// The certificate as PEM text.
  public let certificatePEM: String

  let certificate: Certificate
  let key: PrivateKey
  /// The moments, in seconds since the epoch, between which the certificate is handed out.
  let usable: ClosedRange<Int64>
}
