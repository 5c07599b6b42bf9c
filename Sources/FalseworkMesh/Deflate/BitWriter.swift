// Falsework
// SPDX-License-Identifier: MIT

/// Writes bits, least significant first, as RFC 1951 §3.1.1 packs them.
///
/// The caller guarantees room: there is no growth and, in release, no check.
struct BitWriter {
  private let start: UnsafeMutablePointer<UInt8>
  private var next: UnsafeMutablePointer<UInt8>
  private var pending: UInt64 = 0
  private var pendingBits: UInt64 = 0

  init(start: UnsafeMutablePointer<UInt8>) {
    self.start = start
    next = start
  }

  /// The whole bytes written so far.
  var byteCount: Int { next - start }

  /// Appends up to 32 bits; higher bits of `bits` must be zero.
  @inline(__always)
  mutating func write(_ bits: UInt64, count: UInt64) {
    pending |= bits &<< pendingBits
    pendingBits &+= count
    if pendingBits >= 32 {
      UnsafeMutableRawPointer(next).storeBytes(
        of: UInt32(truncatingIfNeeded: pending).littleEndian, as: UInt32.self)
      next += 4
      pending &>>= 32
      pendingBits &-= 32
    }
  }

  /// Fills up the current byte with zero bits and writes out whatever is pending.
  mutating func alignToByte() {
    while pendingBits > 0 {
      next.pointee = UInt8(truncatingIfNeeded: pending)
      next += 1
      pending >>= 8
      pendingBits = pendingBits > 8 ? pendingBits - 8 : 0
    }
    pending = 0
  }

  /// Appends bytes; the position must be aligned.
  mutating func write(_ bytes: UnsafePointer<UInt8>, byteCount: Int) {
    next.update(from: bytes, count: byteCount)
    next += byteCount
  }

  /// Appends a big-endian 32-bit number; the position must be aligned.
  mutating func writeBigEndian(_ value: UInt32) {
    for shift in stride(from: UInt32(24), through: 0, by: -8) {
      next.pointee = UInt8(truncatingIfNeeded: value >> shift)
      next += 1
    }
  }
}
