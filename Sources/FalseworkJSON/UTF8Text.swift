// Falsework
// SPDX-License-Identifier: MIT

/// Questions about bytes that should be UTF-8 (RFC 3629).
enum UTF8Text {
  /// The length of a leading byte order mark: 3 or 0.
  static func markLength(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The number of scalars, counted by their first bytes.
  static func scalarCount(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    bytes.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }

  /// The offset of the first ill-formed sequence, `nil` when all bytes are UTF-8.
  static func firstInvalidOffset(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = asciiEnd(bytes, from: 0)
    while index < bytes.count {
      let length = sequenceLength(bytes, at: index)
      if length == 0 { return index }
      index = asciiEnd(bytes, from: index + length)
    }
    return nil
  }

  private static func asciiEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    let raw = UnsafeRawBufferPointer(bytes)
    while index + 8 <= bytes.count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { break }
      index += 8
    }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index
  }

  /// The length of the well-formed sequence at `index`, 0 when there is none (Unicode table 3-7).
  private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let shape: (length: Int, second: ClosedRange<UInt8>)
    switch bytes[index] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: shape = (2, 0x80...0xBF)
    case 0xE0: shape = (3, 0xA0...0xBF)
    case 0xED: shape = (3, 0x80...0x9F)
    case 0xE1...0xEF: shape = (3, 0x80...0xBF)
    case 0xF0: shape = (4, 0x90...0xBF)
    case 0xF1...0xF3: shape = (4, 0x80...0xBF)
    case 0xF4: shape = (4, 0x80...0x8F)
    default: return 0
    }
    guard index + shape.length <= bytes.count, shape.second.contains(bytes[index + 1]) else {
      return 0
    }
    let rest = bytes[(index + 2)..<(index + shape.length)]
    return rest.allSatisfy { $0 & 0xC0 == 0x80 } ? shape.length : 0
  }
}
