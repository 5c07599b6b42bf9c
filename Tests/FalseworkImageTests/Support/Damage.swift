// Falsework
// SPDX-License-Identifier: MIT

/// Draws ways to damage a file, the same from the same seed (xorshift64*).
struct Damage {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
  }

  mutating func draw(below bound: Int) -> Int {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return Int((state &* 0x2545_f491_4f6c_dd1d) >> 33) % max(1, bound)
  }

  /// Returns a file with some bytes changed, gone, repeated, or made extreme.
  mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...draw(below: 4) where !bytes.isEmpty {
      let place = draw(below: bytes.count)
      let length = min(1 + draw(below: 8), bytes.count - place)
      switch draw(below: 7) {
      case 0: bytes[place] ^= 1 << UInt8(draw(below: 8))
      case 1: bytes[place] = UInt8(draw(below: 256))
      case 2: bytes[place] = [0, 0x7f, 0x80, 0xff][draw(below: 4)]
      case 3: bytes.removeSubrange(place..<place + length)
      case 4: bytes.insert(contentsOf: bytes[place..<place + length], at: draw(below: bytes.count))
      case 5:
        bytes.replaceSubrange(place..<place + length, with: repeatElement(0xff, count: length))
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }
}
