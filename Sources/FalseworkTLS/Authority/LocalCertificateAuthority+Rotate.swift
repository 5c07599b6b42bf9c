// Falsework
// SPDX-License-Identifier: MIT

extension LocalCertificateAuthority {
  /// Replaces the authority kept in `directory` by a new one with a key of its own.
  ///
  /// What is there may be damaged, expired, readable by others, or missing. A crash leaves the old
  /// authority or the new one. Whoever has loaded the old one goes on with it, so no server should
  /// be using the folder; a bundle with the old one is to be written anew.
  public static func rotate(
    in directory: String, now: Int64
  ) throws(TLSError) -> LocalCertificateAuthority {
    OpenSSLLibrary.prepare()
    let folder = try AuthorityFolder(path: directory)
    let key = try PrivateKey.generateP256()
    let pair = AuthorityFolder.Pair(key: key, certificate: try issue(for: key, now: now))
    try folder.replace(with: pair)
    return try LocalCertificateAuthority(pair, in: folder)
  }
}
