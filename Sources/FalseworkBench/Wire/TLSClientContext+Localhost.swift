// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkTLS

extension TLSClientContext {
  /// A client that trusts the certificate in a file, and speaks TLS 1.3 only.
  static func trusting(_ certificateFile: String) throws(BenchFailure) -> TLSClientContext {
    guard let certificate = File.text(at: certificateFile) else {
      throw BenchFailure(system: "read \(certificateFile)")
    }
    var configuration = Configuration(trustedCertificatesPEM: certificate)
    configuration.versions = .tls13 ... .tls13
    do {
      return try TLSClientContext(configuration)
    } catch {
      throw BenchFailure("\(certificateFile): \(error)")
    }
  }
}

extension TLSClientSession {
  /// A session with a server of this machine, which resumes nothing.
  static func begin(_ context: TLSClientContext) throws(BenchFailure) -> TLSClientSession {
    do {
      return try context.makeSession(name: "localhost", now: BenchClock.secondsSinceEpoch)
    } catch {
      throw BenchFailure("\(error)")
    }
  }
}
