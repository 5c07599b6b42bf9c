// Falsework
// SPDX-License-Identifier: MIT

/// The numbers of accessors, read once each and within a budget.
///
/// A class, as all checks draw on one budget.
final class AccessorContents {
  private let bytes: GLTFBytes
  private let log: IssueLog
  private let budget: Int
  private var rest: Int
  private var floats: [Int: [Float]] = [:]
  private var indices: [Int: [UInt32]] = [:]
  private var isOverdrawn = false

  init(_ bytes: GLTFBytes, limits: GLBInspector.Limits, log: IssueLog) {
    self.bytes = bytes
    self.log = log
    budget = limits.numbersMax
    rest = limits.numbersMax
  }

  /// Returns the components of an accessor of floats or normalized integers.
  func floats(_ index: Int, _ model: GLTFModel) -> [Float]? {
    if let known = floats[index] { return known }
    guard let accessor = model.accessors[index], mayRead(accessor) else { return nil }
    let numbers = bytes.floats(accessor)
    floats[index] = numbers
    return numbers
  }

  /// Returns the numbers of an accessor of indices.
  func indices(_ index: Int, _ model: GLTFModel) -> [UInt32]? {
    if let known = indices[index] { return known }
    guard let accessor = model.accessors[index], mayRead(accessor) else { return nil }
    let numbers = bytes.indices(accessor)
    indices[index] = numbers
    return numbers
  }

  /// Returns whether so many numbers may be gone through once more, and takes them off the budget.
  func spend(_ count: Int, at place: String) -> Bool {
    guard count <= rest else {
      if !isOverdrawn {
        isOverdrawn = true
        log.add(
          .limitExceeded, at: place,
          "more than \(budget) numbers are to be read, so this and others are not looked at")
      }
      return false
    }
    rest -= count
    return true
  }

  private func mayRead(_ accessor: GLTFAccessor) -> Bool {
    guard let count = accessor.count, let shape = accessor.shape, accessor.view != nil else {
      return false
    }
    return spend(count * shape.componentCount, at: accessor.pointer)
  }
}
