// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkStore
public import FalseworkTLS

/// The local certificate authority of a state folder and the files that make clients trust it.
public struct LocalTrust: Sendable {
  /// The authority, which signs for fal's hosts.
  public let authority: LocalCertificateAuthority
  /// The system's roots and the authority's certificate, as written beside the latter.
  public let bundle: TrustBundle
  let context: TLSServerContext

  /// The authority's certificate.
  public var certificateFile: String { authority.certificatePath }

  /// Loads the authority of a state folder, or makes it, and writes the bundle beside it.
  public init(folder: String, host: String = "127.0.0.1") throws(TLSError) {
    let authority = try LocalCertificateAuthority.load(
      orCreateIn: Self.authorityFolder(folder), now: Self.now())
    try self.init(authority, host: host)
  }

  /// Replaces the authority of a state folder by a new one, and the bundle with it.
  ///
  /// Throws a `TLSError`, or a `StoreError` while a server uses the folder, which would go on with
  /// the old authority.
  public static func rotate(folder: String) throws -> LocalTrust {
    let state = try StateFolder(path: folder)
    return try withExtendedLifetime(state) {
      let authority = try LocalCertificateAuthority.rotate(
        in: authorityFolder(state.path), now: now())
      return try LocalTrust(authority, host: "127.0.0.1")
    }
  }

  private init(_ authority: LocalCertificateAuthority, host: String) throws(TLSError) {
    self.authority = authority
    bundle = try TrustBundle(for: authority)
    try bundle.write()
    context = try TLSServerContext(authority: authority, defaultNames: [host], now: Self.now)
  }

  private static func authorityFolder(_ stateFolder: String) -> String { stateFolder + "/tls" }

  /// Certificates are judged by the clients' clocks, so by real time and not the mock's.
  @Sendable static func now() -> Int64 {
    MockClock.wallTime().microseconds / 1_000_000
  }
}
