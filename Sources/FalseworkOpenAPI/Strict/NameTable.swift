// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Finds names by code point; a dictionary would hash slowly and take `é` for `e` with an accent.
struct NameTable: Sendable {
  private let names: [String]
  /// Numbers of names at their places, -1 for none; the count is a power of two.
  private let slots: [Int32]

  /// The names must differ.
  init(_ names: [String]) {
    var count = 4
    while count < 2 * names.count { count *= 2 }
    var slots = [Int32](repeating: -1, count: count)
    for (index, name) in names.enumerated() {
      var slot = Self.hash(name) & (count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (count - 1) }
      slots[slot] = Int32(index)
    }
    self.names = names
    self.slots = slots
  }

  func index(of name: String) -> Int? {
    var slot = Self.hash(name) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if names[index].hasSameBytes(as: name) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// FNV-1a.
  private static func hash(_ name: String) -> Int {
    name.withBytes { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      return Int(truncatingIfNeeded: hash >> 16)
    }
  }
}

extension String {
  /// Calls the closure with the bytes of UTF-8, without copying them where they lie together.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
  }
}
