// Falsework
// SPDX-License-Identifier: MIT

/// Where a server can be reached, and what makes clients trust it.
public struct ServerAddresses: Sendable, Hashable {
  /// The host and port, as in a URL.
  public let authority: String
  /// The certificate of the local authority that signs for fal's hosts.
  public let certificateFile: String

  /// Creates the addresses of a server at `authority` with the local authority's certificate.
  public init(authority: String, certificateFile: String) {
    self.authority = authority
    self.certificateFile = certificateFile
  }

  /// The address for plain HTTP, such as `http://127.0.0.1:4010`; also a forward proxy.
  public var url: String { "http://\(authority)" }
  /// The address for HTTPS on the same port.
  public var tlsURL: String { "https://\(authority)" }
  /// The address of the control interface.
  public var controlURL: String { "\(url)/_falsework" }

  /// The system's roots and the local authority's, in one file beside the certificate.
  public var bundleFile: String {
    let folder = certificateFile.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return (folder + ["bundle.pem"]).joined(separator: "/")
  }
}
