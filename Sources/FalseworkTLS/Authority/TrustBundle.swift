// Falsework
// SPDX-License-Identifier: MIT

/// A file of trusted certificates: the system's and a local authority's.
///
/// Settings such as `REQUESTS_CA_BUNDLE` and `SSL_CERT_FILE` replace what a client trusts, so a
/// file with the local authority alone would cut the client off from the rest of the world.
public struct TrustBundle: Sendable, Equatable {
  /// The places where systems keep their trusted certificates: Debian, Fedora, Alpine.
  public static let systemRootsPaths = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
  ]
  /// The largest file of system certificates taken over, in bytes.
  public static let systemRootsBytesMax = 8 * 1024 * 1024

  /// The path of the bundle.
  public let path: String
  /// The file whose certificates were taken over, or nil when none was found.
  public let systemRootsPath: String?

  /// Writes `bundle.pem` beside the authority's certificate, replacing an older one in one step.
  ///
  /// The first of `systemRoots` that exists is taken over as it is.
  public static func write(
    for authority: LocalCertificateAuthority, systemRoots: [String] = systemRootsPaths
  ) throws(TLSError) -> TrustBundle {
    var bundle: [UInt8] = []
    var source: String?
    for path in systemRoots where source == nil {
      guard let found = try StateFile(path: path).read(byteCountMax: systemRootsBytesMax) else {
        continue
      }
      bundle = found.bytes
      source = path
    }
    if let last = bundle.last, last != UInt8(ascii: "\n") { bundle.append(UInt8(ascii: "\n")) }
    bundle += authority.certificatePEM.utf8
    let folder = authority.certificatePath.lastIndex(of: "/").map {
      authority.certificatePath[...$0]
    }
    let path = (folder ?? "") + "bundle.pem"
    try StateFile(path: String(path)).write(bundle, mode: 0o644, .replacing)
    return TrustBundle(path: String(path), systemRootsPath: source)
  }
}
