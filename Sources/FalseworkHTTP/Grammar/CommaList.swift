// Falsework
// SPDX-License-Identifier: MIT

/// The elements of a comma-separated field value, without the blanks around them.
///
/// Empty elements are handed out, so that the caller decides on them (RFC 9110 §5.6.1).
struct CommaList: Sequence, IteratorProtocol {
  private var rest: UnsafeBufferPointer<UInt8>?

  init(_ value: UnsafeBufferPointer<UInt8>) {
    self.rest = value
  }

  mutating func next() -> UnsafeBufferPointer<UInt8>? {
    guard let rest else { return nil }
    guard let comma = rest.firstIndex(of: ASCII.comma) else {
      self.rest = nil
      return ASCII.trimmed(rest)
    }
    self.rest = UnsafeBufferPointer(rebasing: rest[(comma + 1)...])
    return ASCII.trimmed(UnsafeBufferPointer(rebasing: rest[..<comma]))
  }
}
