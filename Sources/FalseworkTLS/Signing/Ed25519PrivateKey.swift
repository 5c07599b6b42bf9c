// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// A key that signs by Ed25519 (RFC 8032).
public struct Ed25519PrivateKey: Sendable {
  /// The size of a seed in bytes.
  public static let seedByteCount = 32

  /// The key by which its signatures are verified.
  public let publicKey: Ed25519PublicKey
  let key: PrivateKey

  /// Returns a new key.
  public static func generate() throws(TLSError) -> Ed25519PrivateKey {
    OpenSSLLibrary.prepare()
    guard let pointer = falsework_generate_ed25519_key() else {
      throw OpenSSLLibrary.failure("generate an Ed25519 key")
    }
    return try Ed25519PrivateKey(PrivateKey(owning: pointer))
  }

  /// Creates the key of a seed, which RFC 8032 calls the private key; nil unless it has 32 bytes.
  public init?(seed: [UInt8]) {
    OpenSSLLibrary.prepare()
    guard seed.count == Self.seedByteCount,
      let pointer = falsework_ed25519_private_key(seed, seed.count),
      let key = try? Ed25519PrivateKey(PrivateKey(owning: pointer))
    else { return nil }
    self = key
  }

  /// Throws `corrupt` for a key of another kind.
  init(_ key: PrivateKey) throws(TLSError) {
    var bytes = [UInt8](repeating: 0, count: Ed25519PublicKey.byteCount)
    var count = bytes.count
    guard falsework_is_ed25519_key(key.pointer) == 1,
      EVP_PKEY_get_raw_public_key(key.pointer, &bytes, &count) == 1,
      let publicKey = Ed25519PublicKey(bytes)
    else {
      ERR_clear_error()
      throw TLSError(.corrupt, "the private key is not of Ed25519")
    }
    self.key = key
    self.publicKey = publicKey
  }

  /// Returns the signature of a message, 64 bytes long.
  public func signature(for message: [UInt8]) throws(TLSError) -> [UInt8] {
    guard let context = EVP_MD_CTX_new() else { throw OpenSSLLibrary.failure("allocate memory") }
    defer { EVP_MD_CTX_free(context) }
    var signature = [UInt8](repeating: 0, count: Ed25519PublicKey.signatureByteCount)
    var count = signature.count
    guard EVP_DigestSignInit(context, nil, nil, nil, key.pointer) == 1,
      EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
      count == signature.count
    else { throw OpenSSLLibrary.failure("sign a message") }
    return signature
  }
}
