// Falsework
// SPDX-License-Identifier: MIT

/// What a `Range` field comes to for content of a known size (RFC 9110 §14.1.2).
enum ByteRange: Equatable {
  /// The field is to be ignored: another unit, several ranges, or no valid range.
  case whole
  /// These bytes.
  case part(Range<Int>)
  /// The range lies behind the end.
  case unsatisfiable

  init(_ field: String, size: Int) {
    let parts = field.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bytes", !parts[1].contains(",") else {
      self = .whole
      return
    }
    let ends = parts[1].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]) else {
      self = .whole
      return
    }
    self = Self.range(first, last, size)
  }

  /// A number of the field: absent, or digits only; anything else spoils the field.
  private enum Bound {
    case absent
    case at(Int)
  }

  private static func number(_ text: Substring) -> Bound? {
    if text.isEmpty { return .absent }
    guard text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return .at(Int(text) ?? Int.max - 1)
  }

  private static func range(_ first: Bound, _ last: Bound, _ size: Int) -> ByteRange {
    switch (first, last) {
    case (.absent, .absent):
      return .whole
    case (.absent, .at(let count)):
      guard count > 0, size > 0 else { return .unsatisfiable }
      return .part(max(0, size - count)..<size)
    case (.at(let start), .absent):
      return start < size ? .part(start..<size) : .unsatisfiable
    case (.at(let start), .at(let end)):
      guard start <= end else { return .whole }
      return start < size ? .part(start..<min(size, end + 1)) : .unsatisfiable
    }
  }
}
