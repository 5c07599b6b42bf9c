// Falsework
// SPDX-License-Identifier: MIT

import Foundation

/// SHA-256 (FIPS 180-4), which Foundation lacks; with dependencies, take swift-crypto's.
enum SHA256 {
  /// Returns the digest of a file in 64 lower-case digits.
  static func hex(of file: Data) -> String {
    var bytes = [UInt8](file) + [0x80]
    bytes += Array(repeating: 0, count: (120 - bytes.count % 64) % 64)
    bytes += withUnsafeBytes(of: UInt64(file.count * 8).bigEndian, Array.init)
    var state = roots(2, count: 8)
    let constants = roots(3, count: 64)
    for start in stride(from: 0, to: bytes.count, by: 64) {
      mix(bytes[start..<start + 64], into: &state, constants)
    }
    return state.map { String(format: "%08x", $0) }.joined()
  }

  private static func mix(
    _ block: ArraySlice<UInt8>, into state: inout [UInt32], _ constants: [UInt32]
  ) {
    var schedule = stride(from: block.startIndex, to: block.endIndex, by: 4).map { start in
      block[start..<start + 4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<64 {
      let (late, early) = (schedule[index - 2], schedule[index - 15])
      schedule.append(
        schedule[index - 16] &+ schedule[index - 7]
          &+ (turned(early, 7) ^ turned(early, 18) ^ early >> 3)
          &+ (turned(late, 17) ^ turned(late, 19) ^ late >> 10))
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let first =
        h &+ (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) &+ (e & f ^ ~e & g)
        &+ constants[index] &+ schedule[index]
      let second =
        (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
  }

  private static func turned(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first bits behind the point of the square or cube roots of the first primes.
  private static func roots(_ degree: Double, count: Int) -> [UInt32] {
    let primes = (2...311).filter { number in
      !(2..<number).contains { number.isMultiple(of: $0) }
    }
    return primes.prefix(count).map { prime in
      let root = degree == 2 ? Double(prime).squareRoot() : cbrt(Double(prime))
      return UInt32((root - root.rounded(.down)) * 0x1p32)
    }
  }
}
