// Falsework
// SPDX-License-Identifier: MIT

/// A character class: ranges, other classes and properties, all of them perhaps turned around.
struct ScalarSet: Sendable {
  private var ranges: [ClosedRange<UInt32>]
  private var subsets: [ScalarSet] = []
  private var property: ScalarProperty?
  private var isNegated = false

  init(_ ranges: [ClosedRange<UInt32>] = []) { self.ranges = ranges }

  init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

  init(_ property: ScalarProperty) {
    ranges = []
    self.property = property
  }

  var inverted: ScalarSet {
    var set = self
    set.isNegated.toggle()
    return set
  }

  mutating func formUnion(_ other: ScalarSet) {
    if other.subsets.isEmpty, other.property == nil, !other.isNegated {
      ranges += other.ranges
    } else {
      subsets.append(other)
    }
  }

  mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let isListed =
      ranges.contains { $0.contains(scalar.value) } || subsets.contains { $0.contains(scalar) }
      || property?.holds(of: scalar) ?? false
    return isListed != isNegated
  }
}

extension ScalarSet {
  /// `\d`: ASCII only.
  static let digit = ScalarSet([0x30...0x39])
  /// `\w`: ASCII only.
  static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  /// `\s`: white space and line ends of ECMA-262 §12.2 and §12.3.
  static let space = ScalarSet([
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ])
  /// `.`: all but the ends of lines.
  static let dot = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]).inverted
}
