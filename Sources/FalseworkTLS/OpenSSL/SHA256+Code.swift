// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// Returns the HMAC with SHA-256 (RFC 2104) of `message`, 32 bytes long.
public func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
  OpenSSLLibrary.prepare()
  return [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { code, count in
    let result = EVP_Q_mac(
      nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, code.baseAddress,
      SHA256.byteCount, &count)
    precondition(result != nil, "OpenSSL offers HMAC unless memory has run out")
  }
}
