// Falsework
// SPDX-License-Identifier: MIT

/// The parts of one value that schemas have looked at.
struct Evaluated {
  /// Positions of members.
  private(set) var members: Set<Int> = []
  /// So many elements from the first on.
  private(set) var elementCount = 0
  /// Positions of single elements.
  private(set) var elements: Set<Int> = []

  mutating func insert(member position: Int) { members.insert(position) }
  mutating func insert(element position: Int) { elements.insert(position) }
  mutating func insert(elementsBefore end: Int) { elementCount = max(elementCount, end) }

  func contains(element position: Int) -> Bool {
    position < elementCount || elements.contains(position)
  }

  mutating func formUnion(_ other: Evaluated) {
    members.formUnion(other.members)
    elements.formUnion(other.elements)
    elementCount = max(elementCount, other.elementCount)
  }
}
