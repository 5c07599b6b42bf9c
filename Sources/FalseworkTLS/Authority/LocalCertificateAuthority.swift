// Falsework
// SPDX-License-Identifier: MIT

import Synchronization

/// A certificate authority of one's own, which signs certificates for any host on demand.
///
/// It makes itself on first use: a P-256 key and a certificate valid for ten years, kept in a
/// folder as `ca-key.pem` with mode 0600 and `ca.pem` with mode 0644. Whoever trusts the
/// certificate trusts every server that holds the key, so the key stays on the machine and a key
/// that others can read is refused. `rotate` replaces both.
///
/// Validity is counted from the `now` given, in seconds since the epoch. Clients compare it with
/// their own clocks, so `now` should be the real time even where a mock's time is not.
public final class LocalCertificateAuthority: Sendable {
  /// The lifetime of an authority's certificate in seconds: ten years.
  public static let validitySeconds: Int64 = 3652 * 86_400
  /// The lifetime of a leaf in seconds, under the 398 days that clients accept at most.
  public static let leafValiditySeconds: Int64 = 397 * 86_400
  /// How far before `now` a validity begins, for clients whose clocks are slow: one day.
  public static let backdatingSeconds: Int64 = 86_400
  /// The number of names on one leaf.
  public static let namesPerLeafMax = 64

  /// The path of the authority's certificate, for settings such as `SSL_CERT_FILE`.
  public let certificatePath: String
  /// The path of the private key, which nobody but the owner can read.
  public let keyPath: String
  /// The authority's certificate as PEM text.
  public let certificatePEM: String
  /// The authority's name (RFC 4514), which is different for each key.
  public let subject: String
  /// The certificate's first and last valid moments, in seconds since the epoch.
  public let validity: ClosedRange<Int64>
  /// The SHA-256 digest of the authority's certificate in lower-case hexadecimal.
  public let fingerprint: String

  let certificate: Certificate
  let key: PrivateKey
  private let leaves = Mutex(LeafCache())

  /// Returns the authority kept in `directory`, made now if there is none.
  ///
  /// Processes that start at once on one folder get the same authority. Throws when the files are
  /// damaged, do not match, can be read by others or are out of date; the message names the file
  /// and the remedy.
  public static func load(
    orCreateIn directory: String, now: Int64
  ) throws(TLSError) -> LocalCertificateAuthority {
    OpenSSLLibrary.prepare()
    let folder = try AuthorityFolder(path: directory)
    let pair = try folder.pair { (key) throws(TLSError) in try issue(for: key, now: now) }
    try check(pair, in: folder, now: now)
    return try LocalCertificateAuthority(pair, in: folder)
  }

  init(_ pair: AuthorityFolder.Pair, in folder: AuthorityFolder) throws(TLSError) {
    certificatePath = folder.certificateFile.path
    keyPath = folder.keyFile.path
    certificate = pair.certificate
    key = pair.key
    certificatePEM = String(decoding: try certificate.pem(), as: UTF8.self)
    subject = try certificate.subject()
    validity = try certificate.validity()
    fingerprint = hexadecimal(try certificate.digest())
  }

  /// Returns a certificate for exactly `name`, a DNS name or an IP address without brackets.
  ///
  /// The 256 leaves used most recently are kept in memory. Throws `invalidName` for anything but
  /// a host, wildcards included, and `expired` when the authority itself has run out.
  public func leaf(for name: String, now: Int64) throws(TLSError) -> LeafCertificate {
    try leaf(for: [name], now: now)
  }

  /// Returns one certificate for all of `names`, of which there may be 1 to 64.
  public func leaf(for names: [String], now: Int64) throws(TLSError) -> LeafCertificate {
    try leaf(for: LocalCertificateAuthority.hosts(names), now: now)
  }

  func leaf(for hosts: [HostName], now: Int64) throws(TLSError) -> LeafCertificate {
    try leaves.withLock { (cache) throws(TLSError) in
      try cache.leaf(for: hosts, now: now) { () throws(TLSError) in
        try issueLeaf(for: hosts, now: now)
      }
    }
  }

  /// Returns the hosts that `names` spell, each once.
  static func hosts(_ names: [String]) throws(TLSError) -> [HostName] {
    guard !names.isEmpty else { throw TLSError(.invalidName, "a certificate needs a name") }
    var hosts: [HostName] = []
    for name in names {
      guard let host = HostName(name) else {
        throw TLSError(
          .invalidName,
          "no certificate can be issued for \(name.debugDescription.prefix(80)): "
            + "it is neither a host name nor an IP address")
      }
      if !hosts.contains(host) { hosts.append(host) }
      guard hosts.count <= namesPerLeafMax else {
        throw TLSError(.tooLarge, "a certificate holds at most \(namesPerLeafMax) names")
      }
    }
    return hosts
  }
}
