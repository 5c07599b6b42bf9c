// Falsework
// SPDX-License-Identifier: MIT

import Glibc

/// The folder that keeps an authority's certificate and private key.
///
/// Several processes may start on the same folder at once. Each file appears whole, and only a
/// rotation overwrites it. The key is first: whoever loses the race for the key certifies the
/// winner's key, and whoever loses the race for the certificate takes the winner's. So all end with
/// the same pair, and a crash between the two files is repaired by the next start.
struct AuthorityFolder {
  /// The largest certificate or key file read, in bytes.
  static let fileBytesMax = 64 * 1024

  /// A private key and a certificate.
  struct Pair {
    var key: PrivateKey
    var certificate: Certificate

    var belongsTogether: Bool { certificate.certifies(key) }
  }

  let path: String
  let certificateFile: StateFile
  let keyFile: StateFile

  /// Opens the folder, making it and its parents with mode 0700 where they are missing.
  init(path: String) throws(TLSError) {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    try PrivateFolder.make(path)
    self.path = path
    certificateFile = StateFile(path: path + "/ca.pem")
    keyFile = StateFile(path: path + "/ca-key.pem")
  }

  /// Returns the authority's pair; what is missing of it is made now, the certificate by `issue`.
  func pair(issue: (PrivateKey) throws(TLSError) -> Certificate) throws(TLSError) -> Pair {
    let found = try storedPair(elseIssuedBy: issue)
    if found.belongsTogether { return found }
    return try locked { () throws(TLSError) in
      try finishRotation()
      return try storedPair(elseIssuedBy: issue)
    }
  }

  private func storedPair(
    elseIssuedBy issue: (PrivateKey) throws(TLSError) -> Certificate
  ) throws(TLSError) -> Pair {
    let key = try key()
    return Pair(
      key: key, certificate: try certificate { () throws(TLSError) in try issue(key) })
  }

  /// Returns the authority's key, made now if there is none.
  func key() throws(TLSError) -> PrivateKey {
    if let key = try storedKey() { return key }
    if try certificateFile.read(byteCountMax: AuthorityFolder.fileBytesMax) == nil {
      let fresh = try PrivateKey.generateP256()
      if try keyFile.write(fresh.pem(), mode: 0o600, .onlyIfAbsent) { return fresh }
    }
    // The key precedes the certificate, so another process has just made it, or it was deleted.
    if let key = try storedKey() { return key }
    throw TLSError(
      .incomplete,
      "\(keyFile.path) is missing; delete \(certificateFile.path) too to make a new authority")
  }

  /// Returns the authority's certificate; `issue` makes it if there is none.
  private func certificate(
    issue: () throws(TLSError) -> Certificate
  ) throws(TLSError) -> Certificate {
    if let certificate = try storedCertificate() { return certificate }
    let fresh = try issue()
    if try certificateFile.write(fresh.pem(), mode: 0o644, .onlyIfAbsent) { return fresh }
    if let certificate = try storedCertificate() { return certificate }
    throw TLSError(.incomplete, "\(certificateFile.path) was deleted while it was being made")
  }

  /// The advice that ends every message about a pair that cannot be used.
  var remedy: String {
    "delete \(certificateFile.path) and \(keyFile.path) to make a new authority, "
      + "which clients must then be told to trust"
  }

  private func storedKey() throws(TLSError) -> PrivateKey? {
    guard let content = try keyFile.read(byteCountMax: AuthorityFolder.fileBytesMax) else {
      return nil
    }
    guard content.mode & 0o077 == 0 else {
      throw TLSError(
        .exposed,
        "\(keyFile.path) can be used by other users of this machine; run: "
          + "chmod 600 \(keyFile.path)")
    }
    guard let key = PEM.privateKey(in: content.bytes) else {
      throw TLSError(.corrupt, "\(keyFile.path) holds no private key in PEM; \(remedy)")
    }
    return key
  }

  private func storedCertificate() throws(TLSError) -> Certificate? {
    let content = try certificateFile.read(byteCountMax: AuthorityFolder.fileBytesMax)
    guard let content else { return nil }
    guard let found = PEM.certificates(in: content.bytes), found.count == 1 else {
      throw TLSError(
        .corrupt, "\(certificateFile.path) does not hold one certificate in PEM; \(remedy)")
    }
    return found[0]
  }
}
