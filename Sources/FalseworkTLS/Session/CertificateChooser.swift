// Falsework
// SPDX-License-Identifier: MIT

/// The choice of the certificate that a server presents.
struct CertificateChooser: Sendable {
  let authority: LocalCertificateAuthority
  /// The names on the certificate for clients that ask for none.
  let defaultHosts: [HostName]
  /// The current time in seconds since the epoch.
  let now: @Sendable () -> Int64

  /// Returns the certificate for exactly `host`, or the one with the default names; with a flaw,
  /// one that is to be refused.
  func leaf(for host: HostName?, _ flaw: CertificateFlaw?) throws(TLSError) -> LeafCertificate {
    let hosts = host.map { [$0] } ?? defaultHosts
    if let flaw { return try authority.issueFlawedLeaf(for: hosts, flaw, now: now()) }
    return try authority.leaf(for: hosts, now: now())
  }
}
