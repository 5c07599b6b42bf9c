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

  /// The path of the bundle: `bundle.pem` beside the authority's certificate.
  public let path: String
  /// The file whose certificates were taken over, or nil when none was found.
  public let systemRootsPath: String?
  /// The number of certificates taken over.
  public let systemRootCount: Int
  /// The certificates as PEM text: the system's as they are, then the authority's.
  public let content: [UInt8]

  /// Makes the bundle with the first of `systemRoots` that exists, without writing it.
  public init(
    for authority: LocalCertificateAuthority, systemRoots: [String] = systemRootsPaths
  ) throws(TLSError) {
    var content: [UInt8] = []
    var source: String?
    for path in systemRoots where source == nil {
      guard let found = try StateFile(path: path).read(byteCountMax: Self.systemRootsBytesMax)
      else { continue }
      content = found.bytes
      source = path
    }
    if let last = content.last, last != UInt8(ascii: "\n") { content.append(UInt8(ascii: "\n")) }
    systemRootsPath = source
    systemRootCount = content.split(separator: UInt8(ascii: "\n")).count {
      $0.starts(with: "-----BEGIN CERTIFICATE-----".utf8)
    }
    content += authority.certificatePEM.utf8
    self.content = content
    let folder = authority.certificatePath.lastIndex(of: "/").map {
      authority.certificatePath[...$0]
    }
    path = (folder ?? "") + "bundle.pem"
  }

  /// Writes `bundle.pem`, replacing an older one in one step.
  public func write() throws(TLSError) {
    try StateFile(path: path).write(content, mode: 0o644, .replacing)
  }
}
