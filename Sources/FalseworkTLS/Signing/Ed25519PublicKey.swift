// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// A key that verifies signatures by Ed25519 (RFC 8032).
public struct Ed25519PublicKey: Sendable, Hashable {
  /// The size of a key in bytes.
  public static let byteCount = 32
  /// The size of a signature in bytes.
  public static let signatureByteCount = 64

  /// The key as RFC 8032 encodes it.
  public let bytes: [UInt8]

  /// Creates a key; nil unless there are 32 bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// Whether a signature is one of this key's for a message.
  public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    OpenSSLLibrary.prepare()
    guard signature.count == Self.signatureByteCount,
      let key = falsework_ed25519_public_key(bytes, bytes.count)
    else { return false }
    defer { EVP_PKEY_free(key) }
    guard let context = EVP_MD_CTX_new() else { return false }
    defer {
      EVP_MD_CTX_free(context)
      ERR_clear_error()
    }
    return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}
