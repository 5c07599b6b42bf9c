// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// An X.509 certificate held by OpenSSL.
///
/// `@unchecked Sendable`: the certificate never changes once made; OpenSSL guards its caches with
/// a lock and its reference count is atomic.
final class Certificate: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Takes over one reference to an `X509`.
  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    X509_free(pointer)
  }

  /// Returns the certificate as PEM text.
  func pem() throws(TLSError) -> [UInt8] {
    try PEM.bytes { PEM_write_bio_X509($0, pointer) }
  }

  /// Returns the SHA-256 digest of the certificate's DER form.
  func digest() throws(TLSError) -> [UInt8] {
    var der: UnsafeMutablePointer<UInt8>?
    let count = i2d_X509(pointer, &der)
    guard count > 0, let der else { throw OpenSSLLibrary.failure("encode a certificate") }
    defer { CRYPTO_free(der, #file, #line) }
    return sha256(UnsafeRawBufferPointer(start: der, count: Int(count)))
  }

  /// Returns whether `key` is the private half of the certified key.
  func certifies(_ key: PrivateKey) -> Bool {
    defer { ERR_clear_error() }
    return X509_check_private_key(pointer, key.pointer) == 1
  }

  /// Whether the certificate is version 3 and marked as an authority's.
  var isAuthority: Bool { X509_check_ca(pointer) == 1 }

  /// Returns where `now`, in seconds since the epoch, lies relative to the validity.
  func validity(at now: Int64) -> Validity {
    var now = time_t(now)
    guard X509_cmp_time(X509_get0_notBefore(pointer), &now) < 0 else { return .notYetValid }
    guard X509_cmp_time(X509_get0_notAfter(pointer), &now) > 0 else { return .expired }
    return .valid
  }

  /// A moment's place relative to a certificate's validity.
  enum Validity {
    case notYetValid
    case valid
    case expired
  }
}
