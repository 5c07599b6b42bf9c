// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkTLS

/// SHA-256 digests, which name bodies, credentials and files without holding them.
package enum Digest {
  /// Returns the digest of bytes as 64 hexadecimal digits.
  package static func hexadecimal(of bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { sha256Hex($0) }
  }

  /// Returns a digest's bytes as hexadecimal digits.
  static func hexadecimal(_ digest: [UInt8]) -> String {
    digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
