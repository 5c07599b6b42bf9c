// Falsework
// SPDX-License-Identifier: MIT

/// A stream of bits, the least significant bit of each byte first, RFC 1951 §3.1.1.
struct BitReader {
  private let input: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var held: UInt64 = 0
  private var heldCount = 0

  init(_ input: UnsafeBufferPointer<UInt8>) {
    self.input = input
  }

  /// Takes up to 16 bits.
  @inline(__always)
  mutating func bits(_ count: Int) throws(Inflate.Failure) -> UInt32 {
    if heldCount < count { fill() }
    guard heldCount >= count else { throw .inputTruncated }
    let value = held & (1 << UInt64(count) - 1)
    drop(count)
    return UInt32(truncatingIfNeeded: value)
  }

  /// The next 15 bits, zeros behind the end.
  @inline(__always)
  mutating func peekCode() -> Int {
    if heldCount < InflateCode.lengthMax { fill() }
    return Int(held & (1 << UInt64(InflateCode.lengthMax) - 1))
  }

  /// Takes bits that were peeked at.
  @inline(__always)
  mutating func take(_ count: Int) throws(Inflate.Failure) {
    guard heldCount >= count else { throw .inputTruncated }
    drop(count)
  }

  /// Drops the bits that are left of the current byte.
  mutating func alignToByte() {
    drop(heldCount & 7)
  }

  @inline(__always)
  private mutating func drop(_ count: Int) {
    held &>>= UInt64(count)
    heldCount -= count
  }

  private mutating func fill() {
    while heldCount <= 56, position < input.count {
      held |= UInt64(input[position]) &<< UInt64(heldCount)
      heldCount += 8
      position += 1
    }
  }
}
