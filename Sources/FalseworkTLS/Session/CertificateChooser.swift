// Falsework
// SPDX-License-Identifier: MIT

/// The choice of the certificate that a server presents.
struct CertificateChooser: Sendable {
  let authority: LocalCertificateAuthority
  /// The names on the certificate for clients that ask for none.
  let defaultHosts: [HostName]
  /// The current time in seconds since the epoch.
  let now: @Sendable () -> Int64

  /// Returns the certificate for exactly `host`, or the one with the default names.
  func leaf(for host: HostName?) throws(TLSError) -> LeafCertificate {
    try authority.leaf(for: host.map { [$0] } ?? defaultHosts, now: now())
  }
}
