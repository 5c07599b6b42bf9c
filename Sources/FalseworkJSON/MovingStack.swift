// Falsework
// SPDX-License-Identifier: MIT

/// A stack whose elements are moved in and out.
///
/// An array's elements can only be copied out before they are removed, and for values with storage
/// of their own the counting of references then takes longer than the work.
struct MovingStack<Element>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private var capacity = 32
  private(set) var count = 0

  init() {
    base = .allocate(capacity: capacity)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  mutating func push(_ element: consuming Element) {
    if count == capacity { grow() }
    (base + count).initialize(to: element)
    count += 1
  }

  /// Hands over the elements from a position to the top, where they must be moved away, and
  /// forgets them.
  mutating func take<Result>(
    from position: Int, _ body: (UnsafeMutablePointer<Element>) -> Result
  ) -> Result {
    precondition((0...count).contains(position), "what is taken has been pushed")
    count = position
    return body(base + position)
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }
}
