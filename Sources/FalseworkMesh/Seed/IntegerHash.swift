// Falsework
// SPDX-License-Identifier: MIT

/// Integer mixing with the same result on every machine and in every build mode.
package enum IntegerHash {
  /// Returns a well mixed image of `value`; the finaliser of SplitMix64, a bijection.
  package static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Returns a 64-bit digest of the bytes, not meant to resist an attacker.
  package static func digest(_ bytes: [UInt8], salt: UInt64 = 0) -> UInt64 {
    var state = mix(salt &+ 0x9E37_79B9_7F4A_7C15 &+ UInt64(bytes.count))
    var word: UInt64 = 0
    var shift: UInt64 = 0
    for byte in bytes {
      word |= UInt64(byte) &<< shift
      shift += 8
      if shift == 64 {
        state = absorb(word, into: state)
        word = 0
        shift = 0
      }
    }
    return mix(absorb(word, into: state))
  }

  private static func absorb(_ word: UInt64, into state: UInt64) -> UInt64 {
    let product = (state ^ word) &* 0xD6E8_FEB8_6659_FD93
    return product ^ (product >> 32)
  }
}
