// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// A private key held by OpenSSL.
///
/// `@unchecked Sendable`: the key never changes once made, and its reference count is atomic.
final class PrivateKey: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Takes over one reference to an `EVP_PKEY`.
  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    EVP_PKEY_free(pointer)
  }

  /// Returns a new key on the curve P-256.
  static func generateP256() throws(TLSError) -> PrivateKey {
    OpenSSLLibrary.prepare()
    guard let pointer = falsework_generate_p256_key() else {
      throw OpenSSLLibrary.failure("generate a P-256 key")
    }
    return PrivateKey(owning: pointer)
  }

  /// Returns the key as unencrypted PKCS #8.
  func pem() throws(TLSError) -> [UInt8] {
    try PEM.bytes { PEM_write_bio_PKCS8PrivateKey($0, pointer, nil, nil, 0, nil, nil) }
  }

  /// Returns the SHA-256 digest of the public half, as a SubjectPublicKeyInfo.
  func publicKeyDigest() throws(TLSError) -> [UInt8] {
    var der: UnsafeMutablePointer<UInt8>?
    let count = i2d_PUBKEY(pointer, &der)
    guard count > 0, let der else { throw OpenSSLLibrary.failure("encode a public key") }
    defer { CRYPTO_free(der, #file, #line) }
    return sha256(UnsafeRawBufferPointer(start: der, count: Int(count)))
  }
}
