// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// One server session's part in its handshake: what the callbacks need and what they find out.
///
/// The session's `SSL` refers to it without owning it; the session owns both.
final class ServerNegotiation {
  /// The name that the client asked for by SNI, or nil when it sent none or an invalid one.
  private(set) var serverName: String?
  /// The reason why no certificate could be presented.
  private(set) var failure: TLSError?

  /// The protocols agreed to by ALPN, the preferred one first.
  fileprivate static let protocols = ["http/1.1", "http/1.0"]

  private let certificates: CertificateChooser
  private let defaultHost: HostName?
  private let flaw: CertificateFlaw?

  /// Creates the part; `defaultHost` is certified where the client asks for no valid name.
  init(certificates: CertificateChooser, defaultHost: HostName?, flaw: CertificateFlaw?) {
    self.certificates = certificates
    self.defaultHost = defaultHost
    self.flaw = flaw
  }

  /// Makes the sessions of `context` present a certificate by name and agree on HTTP/1.
  static func install(in context: OpenSSLContext) {
    _ = falsework_ssl_ctx_set_server_name_callback(context.pointer, chooseCertificate)
    SSL_CTX_set_alpn_select_cb(context.pointer, chooseProtocol, nil)
  }

  /// Gives `ssl` the certificate for the name that the client asked for.
  fileprivate func presentCertificate(_ ssl: OpaquePointer) -> Bool {
    let asked = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name)
    let host = asked.flatMap { HostName(String(cString: $0)) }
    serverName = host?.text
    do throws(TLSError) {
      let leaf = try certificates.leaf(for: host ?? defaultHost, flaw)
      guard
        SSL_use_certificate(ssl, leaf.certificate.pointer) == 1,
        SSL_use_PrivateKey(ssl, leaf.key.pointer) == 1
      else { throw OpenSSLLibrary.failure("use a certificate for \(leaf.names)") }
      return true
    } catch {
      failure = error
      return false
    }
  }
}

/// Called for every ClientHello, with or without a name in it.
private func chooseCertificate(
  _ ssl: OpaquePointer?, _ alert: UnsafeMutablePointer<Int32>?, _: UnsafeMutableRawPointer?
) -> Int32 {
  guard let ssl, let data = falsework_ssl_get_app_data(ssl) else {
    return SSL_TLSEXT_ERR_ALERT_FATAL
  }
  let negotiation = Unmanaged<ServerNegotiation>.fromOpaque(data).takeUnretainedValue()
  if negotiation.presentCertificate(ssl) { return SSL_TLSEXT_ERR_OK }
  alert?.pointee = SSL_AD_INTERNAL_ERROR
  return SSL_TLSEXT_ERR_ALERT_FATAL
}

/// Called when the client sent ALPN; `offer` is its list of length-prefixed names.
///
/// A client that offers no HTTP/1, such as one for HTTP/2 alone, is refused (RFC 7301 §3.2):
/// without an answer it would speak its own protocol.
private func chooseProtocol(
  _: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  _ chosenCount: UnsafeMutablePointer<UInt8>?, _ offer: UnsafePointer<UInt8>?,
  _ offerCount: UInt32, _: UnsafeMutableRawPointer?
) -> Int32 {
  let offers = UnsafeBufferPointer(start: offer, count: Int(offerCount))
  for wanted in ServerNegotiation.protocols {
    var index = 0
    while index < offers.count {
      let end = min(index + 1 + Int(offers[index]), offers.count)
      let name = UnsafeBufferPointer(rebasing: offers[(index + 1)..<end])
      if name.elementsEqual(wanted.utf8) {
        chosen?.pointee = name.baseAddress
        chosenCount?.pointee = UInt8(name.count)
        return SSL_TLSEXT_ERR_OK
      }
      index = end
    }
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL
}
