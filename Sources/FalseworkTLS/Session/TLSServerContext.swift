// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// The TLS settings of a server, shared by all its connections and threads.
///
/// It speaks TLS 1.2 and 1.3, resumes sessions by tickets, keeps nothing per session, and presents
/// to each client a certificate for exactly the name that it asks for. By ALPN it agrees to
/// `http/1.1`, else `http/1.0`; a client that offers others only is refused with the alert
/// `no_application_protocol`, and one that offers nothing is served.
public final class TLSServerContext: Sendable {
  /// The names always on the certificate for clients that ask for none.
  public static let loopbackNames = ["localhost", "127.0.0.1", "::1"]

  private let context: OpenSSLContext
  private let certificates: CertificateChooser

  /// Creates the settings of a server certified by `authority`.
  ///
  /// Clients that ask for no name get one certificate for `localhost`, `127.0.0.1`, `::1` and
  /// `defaultNames`. `now` gives the real time in seconds since the epoch and may be called from
  /// any thread. Throws `invalidName` when a default name cannot be certified.
  public init(
    authority: LocalCertificateAuthority, defaultNames: [String],
    now: @escaping @Sendable () -> Int64
  ) throws(TLSError) {
    let hosts = try LocalCertificateAuthority.hosts(
      TLSServerContext.loopbackNames + defaultNames)
    certificates = CertificateChooser(authority: authority, defaultHosts: hosts, now: now)
    context = try OpenSSLContext(method: TLS_server_method(), versions: .tls12 ... .tls13)
    _ = falsework_ssl_ctx_set_server_options(context.pointer)
    ServerNegotiation.install(in: context)
  }

  /// Returns the server's end of one new connection.
  ///
  /// `defaultName` is certified where the client asks for no valid name, such as the host of a
  /// `CONNECT` request; without it, or when it is no host, the default names are. With a `flaw` the
  /// certificate is one that the client must refuse.
  public func makeFilter(
    defaultName: String?, flaw: CertificateFlaw? = nil
  ) throws(TLSError) -> TLSFilter {
    let negotiation = ServerNegotiation(
      certificates: certificates, defaultHost: defaultName.flatMap { HostName($0) }, flaw: flaw)
    return try TLSFilter(context: context, negotiation: negotiation)
  }
}
