// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
public import FalseworkTLS

/// The local certificate authority of a state folder and the files that make clients trust it.
public struct LocalTrust: Sendable {
  /// The authority's certificate.
  public let certificateFile: String
  /// The system's roots and the authority's certificate.
  public let bundleFile: String
  let context: TLSServerContext

  /// The path of the bundle that belongs to an authority's certificate.
  public static func bundleFile(beside certificateFile: String) -> String {
    let folder = certificateFile.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return (folder + ["bundle.pem"]).joined(separator: "/")
  }

  /// Loads the authority of a state folder, or makes it.
  public init(folder: String, host: String = "127.0.0.1") throws(TLSError) {
    // Certificates are judged by the clients' clocks, so by real time and not the mock's.
    let now: @Sendable () -> Int64 = { MockClock.wallTime().microseconds / 1_000_000 }
    let authority = try LocalCertificateAuthority.load(orCreateIn: folder + "/tls", now: now())
    certificateFile = authority.certificatePath
    bundleFile = try TrustBundle.write(for: authority).path
    context = try TLSServerContext(
      authority: authority, defaultNames: [host], now: now)
  }
}
