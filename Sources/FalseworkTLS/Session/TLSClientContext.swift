// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// The TLS settings of a client, shared by all its connections and threads.
public final class TLSClientContext: Sendable {
  /// What a client trusts and offers.
  public struct Configuration: Sendable {
    /// The trusted certificates, one or many, as PEM text.
    public var trustedCertificatesPEM: String
    /// The versions offered.
    public var versions: ClosedRange<TLSVersion> = .tls12 ... .tls13
    /// The protocols offered by ALPN, the preferred one first; none turn ALPN off.
    public var applicationProtocols = ["http/1.1"]

    /// Creates the configuration of an HTTP/1.1 client that trusts the given certificates.
    public init(trustedCertificatesPEM: String) {
      self.trustedCertificatesPEM = trustedCertificatesPEM
    }
  }

  private let context: OpenSSLContext

  /// Creates the settings; throws when no certificate, or a damaged one, is in the PEM text.
  public init(_ configuration: Configuration) throws(TLSError) {
    context = try OpenSSLContext(method: TLS_client_method(), versions: configuration.versions)
    _ = falsework_ssl_ctx_set_client_options(context.pointer)
    SSL_CTX_set_verify(context.pointer, SSL_VERIFY_PEER, nil)
    try TLSClientContext.trust(configuration.trustedCertificatesPEM, in: context)
    try TLSClientContext.offer(configuration.applicationProtocols, in: context)
  }

  /// Returns the client's end of one new connection to the host `name`.
  ///
  /// The server's certificate must be for `name`, a DNS name or an IP address, and valid at `now`,
  /// in seconds since the epoch. A ticket of an earlier session shortens the handshake.
  public func makeSession(
    name: String, now: Int64, indication: ServerNameIndication = .automatic,
    resuming ticket: TLSSessionTicket? = nil
  ) throws(TLSError) -> TLSClientSession {
    guard let host = HostName(name) else {
      throw TLSError(.invalidName, "\(name.debugDescription.prefix(80)) is not a host")
    }
    let session = try TLSClientSession(context: context)
    let parameters = SSL_get0_param(session.ssl)
    X509_VERIFY_PARAM_set_time(parameters, time_t(now))
    let expected =
      switch host.kind {
      case .dns: X509_VERIFY_PARAM_set1_host(parameters, host.text, host.text.utf8.count)
      case .address: X509_VERIFY_PARAM_set1_ip_asc(parameters, host.text)
      }
    guard expected == 1, indicate(indication, host, session) else {
      throw OpenSSLLibrary.failure("prepare a session with \(host.text)")
    }
    if let ticket { SSL_set_session(session.ssl, ticket.pointer) }
    return session
  }

  private func indicate(
    _ indication: ServerNameIndication, _ host: HostName, _ session: TLSClientSession
  ) -> Bool {
    switch (indication, host.kind) {
    case (.none, _), (.automatic, .address): true
    case (.automatic, .dns): falsework_ssl_set_server_name(session.ssl, host.text) == 1
    case (.name(let name), _): falsework_ssl_set_server_name(session.ssl, name) == 1
    }
  }

  private static func trust(_ text: String, in context: OpenSSLContext) throws(TLSError) {
    guard let certificates = PEM.certificates(in: Array(text.utf8)), !certificates.isEmpty else {
      throw TLSError(.corrupt, "the trusted certificates are not certificates in PEM")
    }
    let store = SSL_CTX_get_cert_store(context.pointer)
    for certificate in certificates where X509_STORE_add_cert(store, certificate.pointer) != 1 {
      throw OpenSSLLibrary.failure("trust a certificate")
    }
  }

  private static func offer(_ protocols: [String], in context: OpenSSLContext) throws(TLSError) {
    guard !protocols.isEmpty else { return }
    guard protocols.allSatisfy({ (1...255).contains($0.utf8.count) }) else {
      throw TLSError(.invalidName, "a protocol offered by ALPN has 1 to 255 bytes")
    }
    let list = protocols.flatMap { [UInt8($0.utf8.count)] + $0.utf8 }
    guard SSL_CTX_set_alpn_protos(context.pointer, list, UInt32(list.count)) == 0 else {
      throw OpenSSLLibrary.failure("offer protocols by ALPN")
    }
  }
}
