// Falsework
// SPDX-License-Identifier: MIT

/// How often each byte occurs.
///
/// Neighbours in filtered images are often equal, and adding to a number that was just written
/// waits for it; so four bytes in turn are counted in tables of their own.
struct ByteTally: ~Copyable {
  private let counts: UnsafeMutablePointer<UInt32>

  init() {
    counts = .allocate(capacity: 4 * 256)
    counts.initialize(repeating: 0, count: 4 * 256)
  }

  deinit { counts.deallocate() }

  func clear() { counts.update(repeating: 0, count: 4 * 256) }

  func count(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index &+ 3 < bytes.count {
      counts[Int(bytes[index])] &+= 1
      counts[256 &+ Int(bytes[index &+ 1])] &+= 1
      counts[512 &+ Int(bytes[index &+ 2])] &+= 1
      counts[768 &+ Int(bytes[index &+ 3])] &+= 1
      index &+= 4
    }
    while index < bytes.count {
      counts[Int(bytes[index])] &+= 1
      index &+= 1
    }
  }

  /// Adds the counts to those of the first 256 symbols.
  func add(to symbols: UnsafeMutablePointer<UInt32>) {
    for byte in 0..<256 {
      symbols[byte] += counts[byte] + counts[256 + byte] + counts[512 + byte] + counts[768 + byte]
    }
  }
}
