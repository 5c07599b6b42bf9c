// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// Returns `count` bytes fit for keys and tokens, from OpenSSL's generator.
///
/// A system without entropy ends the process, as it does for Swift's own generator.
public func secureRandomBytes(_ count: Int) -> [UInt8] {
  OpenSSLLibrary.prepare()
  precondition(count >= 0 && count <= Int(Int32.max), "a count of bytes is not negative")
  guard count > 0 else { return [] }
  return [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
    let result = RAND_bytes(bytes.baseAddress, Int32(count))
    precondition(result == 1, "the system has entropy for random bytes")
    initialized = count
  }
}
