// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// An incremental SHA-256 digest.
public struct SHA256: ~Copyable {
  /// The size of a digest.
  public static let byteCount = 32

  private let context: OpaquePointer

  /// Creates the digest of no bytes yet.
  public init() {
    OpenSSLLibrary.prepare()
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("OpenSSL offers SHA-256 unless memory has run out")
    }
    self.context = context
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  /// Adds bytes to what is digested.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let result = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(result == 1, "an open digest takes any bytes")
  }

  /// Returns the digest of all bytes added.
  public consuming func finalize() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { digest, count in
      let result = EVP_DigestFinal_ex(context, digest.baseAddress, nil)
      precondition(result == 1, "an open digest can be finished")
      count = SHA256.byteCount
    }
  }
}

/// Returns the SHA-256 digest of `bytes`, 32 bytes long.
public func sha256(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
  var digest = SHA256()
  digest.update(bytes)
  return digest.finalize()
}

/// Returns the SHA-256 digest of `bytes` as 64 lower-case hexadecimal digits.
public func sha256Hex(_ bytes: UnsafeRawBufferPointer) -> String {
  hexadecimal(sha256(bytes))
}

/// Returns two lower-case hexadecimal digits for each byte.
func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count * 2)
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
