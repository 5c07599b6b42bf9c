// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkDispatch
internal import FalseworkTLS
internal import Synchronization

extension LocalTrust {
  /// TLS for requests that Falsework itself makes.
  ///
  /// It trusts the system's roots and the local authority, which are read when first needed.
  public var outboundSecurity: HTTPClientConfiguration.Security {
    let context = OutboundContext(bundle)
    return { host in
      try context.settings().makeSession(name: host, now: Self.now())
    }
  }
}

/// The TLS settings of the mock as a client, made once.
private final class OutboundContext: Sendable {
  private let bundle: TrustBundle
  private let made = Mutex<TLSClientContext?>(nil)

  init(_ bundle: TrustBundle) {
    self.bundle = bundle
  }

  func settings() throws(TLSError) -> TLSClientContext {
    try made.withLock { (made) throws(TLSError) in
      if let made { return made }
      let roots = String(decoding: bundle.content, as: UTF8.self)
      let context = try TLSClientContext(.init(trustedCertificatesPEM: roots))
      made = context
      return context
    }
  }
}
