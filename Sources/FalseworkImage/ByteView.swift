// Falsework
// SPDX-License-Identifier: MIT

/// Bytes of a file that are read at places which may lie beyond their end.
struct ByteView {
  let bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) {
    self.bytes = bytes[...]
  }

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  /// The order of the bytes of a number.
  enum Order {
    case bigEndian
    case littleEndian
  }

  var count: Int { bytes.count }

  /// Returns the part of so many bytes at a place; `nil` if some are missing.
  func part(at offset: Int, count: Int) -> ByteView? {
    guard offset >= 0, count >= 0, offset <= self.count, count <= self.count - offset else {
      return nil
    }
    let start = bytes.startIndex + offset
    return ByteView(bytes[start..<start + count])
  }

  /// Returns the bytes from a place on; none if it lies beyond the end.
  func rest(from offset: Int) -> ByteView { ByteView(bytes.dropFirst(offset)) }

  func begins(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }

  func byte(at offset: Int) -> Int? {
    guard offset >= 0, offset < count else { return nil }
    return Int(bytes[bytes.startIndex + offset])
  }

  /// Returns a number without a sign; `nil` if it does not lie within.
  func number(at offset: Int, bytes count: Int, _ order: Order) -> Int? {
    guard let part = part(at: offset, count: count) else { return nil }
    switch order {
    case .bigEndian: return part.bytes.reduce(0) { $0 << 8 | Int($1) }
    case .littleEndian: return part.bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// Returns text in ASCII; `nil` if it does not lie within.
  func text(at offset: Int, count: Int) -> String? {
    part(at: offset, count: count).map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}
