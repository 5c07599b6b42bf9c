// Falsework
// SPDX-License-Identifier: MIT

extension LocalCertificateAuthority {
  /// Returns a self-signed certificate for an authority's key.
  ///
  /// The name carries part of the key's digest, so that two authorities in one trust store can be
  /// told apart, and chains never lead to the wrong one.
  static func issue(for key: PrivateKey, now: Int64) throws(TLSError) -> Certificate {
    let mark = hexadecimal(try key.publicKeyDigest().prefix(4))
    let start = now - backdatingSeconds
    let form = CertificateForm.authority(
      commonName: "Falsework local CA (this machine only) \(mark)",
      validity: start...(start + validitySeconds))
    return try Certificate.issue(form, for: key, by: .itself)
  }

  /// Returns a new leaf with a key of its own.
  func issueLeaf(for hosts: [HostName], now: Int64) throws(TLSError) -> LeafCertificate {
    guard certificate.validity(at: now) == .valid else {
      throw TLSError(.expired, "\(certificatePath) is out of date and can sign no certificates")
    }
    let start = now - Self.backdatingSeconds
    let end = start + Self.leafValiditySeconds
    let leafKey = try PrivateKey.generateP256()
    let leaf = try Certificate.issue(
      .server(hosts: hosts, validity: start...end), for: leafKey, by: .authority(certificate, key))
    return LeafCertificate(
      names: hosts.map(\.text), certificatePEM: String(decoding: try leaf.pem(), as: UTF8.self),
      certificate: leaf, key: leafKey, usable: start...(end - Self.backdatingSeconds))
  }

  /// Throws unless the pair can sign certificates at `now`.
  static func check(
    _ pair: AuthorityFolder.Pair, in folder: AuthorityFolder, now: Int64
  ) throws(TLSError) {
    let path = folder.certificateFile.path
    guard pair.belongsTogether else {
      throw TLSError(
        .mismatched,
        "\(path) and \(folder.keyFile.path) do not belong together; \(folder.remedy)")
    }
    guard pair.certificate.isAuthority else {
      throw TLSError(
        .notAnAuthority, "\(path) is not a certificate authority's; \(folder.remedy)")
    }
    switch pair.certificate.validity(at: now) {
    case .valid: break
    case .notYetValid:
      throw TLSError(
        .expired, "\(path) is not valid yet, so the clock may be wrong; else \(folder.remedy)")
    case .expired:
      throw TLSError(.expired, "\(path) has expired; \(folder.remedy)")
    }
  }
}
