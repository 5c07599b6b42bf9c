// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
public import FalseworkTLS

/// The local certificate authority of a state folder and the files that make clients trust it.
public struct LocalTrust: Sendable {
  /// The authority's certificate.
  public let certificateFile: String
  let context: TLSServerContext

  /// Loads the authority of a state folder, or makes it, and writes the bundle beside it.
  public init(folder: String, host: String = "127.0.0.1") throws(TLSError) {
    // Certificates are judged by the clients' clocks, so by real time and not the mock's.
    let now: @Sendable () -> Int64 = { MockClock.wallTime().microseconds / 1_000_000 }
    let authority = try LocalCertificateAuthority.load(orCreateIn: folder + "/tls", now: now())
    certificateFile = authority.certificatePath
    _ = try TrustBundle.write(for: authority)
    context = try TLSServerContext(
      authority: authority, defaultNames: [host], now: now)
  }
}
