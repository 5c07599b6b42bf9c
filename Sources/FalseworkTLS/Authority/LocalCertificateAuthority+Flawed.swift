// Falsework
// SPDX-License-Identifier: MIT

extension LocalCertificateAuthority {
  /// The name on certificates that are for another host than the one asked for.
  private static let otherName = "another-host.falsework.test"
  private static let secondsPerDay: Int64 = 86_400

  /// Returns a new leaf that a client of `hosts` must refuse; it is kept nowhere.
  func issueFlawedLeaf(
    for hosts: [HostName], _ flaw: CertificateFlaw, now: Int64
  ) throws(TLSError) -> LeafCertificate {
    switch flaw {
    case .wrongName:
      return try issueLeaf(for: Self.hosts([Self.otherName]), now: now)
    case .expired:
      let end = now - Self.secondsPerDay
      return try flawedLeaf(
        for: hosts, validity: (end - Self.secondsPerDay)...end, by: .authority(certificate, key))
    case .untrusted:
      let stranger = try PrivateKey.generateP256()
      let issuer = try Self.issue(for: stranger, now: now)
      return try flawedLeaf(
        for: hosts, validity: (now - Self.secondsPerDay)...(now + Self.leafValiditySeconds),
        by: .authority(issuer, stranger))
    }
  }

  private func flawedLeaf(
    for hosts: [HostName], validity: ClosedRange<Int64>, by issuer: Certificate.Issuer
  ) throws(TLSError) -> LeafCertificate {
    let leafKey = try PrivateKey.generateP256()
    let leaf = try Certificate.issue(
      .server(hosts: hosts, validity: validity), for: leafKey, by: issuer)
    return LeafCertificate(
      names: hosts.map(\.text), certificatePEM: String(decoding: try leaf.pem(), as: UTF8.self),
      certificate: leaf, key: leafKey, usable: validity)
  }
}
