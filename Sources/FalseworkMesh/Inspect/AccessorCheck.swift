// Falsework
// SPDX-License-Identifier: MIT

/// The rules of the numbers in accessors: finite, and within the bounds that are declared.
struct AccessorCheck {
  let contents: AccessorContents
  let log: IssueLog

  func check(_ model: GLTFModel) {
    for (index, accessor) in model.accessors.enumerated() {
      guard let accessor, let shape = accessor.shape else { continue }
      if accessor.component == .float {
        guard let numbers = contents.floats(index, model) else { continue }
        checkFinite(numbers, accessor, shape)
        check(bounds(numbers, shape), accessor) { Double(Float($0)) }
      } else if shape == .scalar, accessor.minimum != nil || accessor.maximum != nil {
        guard let numbers = contents.indices(index, model), let lower = numbers.min(),
          let upper = numbers.max()
        else { continue }
        check(Bounds(lower: [Double(lower)], upper: [Double(upper)]), accessor) { $0 }
      }
    }
  }

  private struct Bounds {
    var lower: [Double]
    var upper: [Double]
  }

  private func checkFinite(_ numbers: [Float], _ accessor: GLTFAccessor, _ shape: GLTFShape) {
    guard let first = numbers.firstIndex(where: { !$0.isFinite }) else { return }
    let count = numbers.reduce(0) { $0 + ($1.isFinite ? 0 : 1) }
    log.add(
      .accessorInvalidFloat, at: accessor.pointer,
      "\(count) of \(numbers.count) numbers are NaN or infinite, the first in element "
        + "\(first / shape.componentCount)")
  }

  private func bounds(_ numbers: [Float], _ shape: GLTFShape) -> Bounds {
    let width = shape.componentCount
    var lower = [Float](repeating: .infinity, count: width)
    var upper = [Float](repeating: -.infinity, count: width)
    var component = 0
    for number in numbers {
      if number.isFinite {
        if number < lower[component] { lower[component] = number }
        if number > upper[component] { upper[component] = number }
      }
      component = component + 1 == width ? 0 : component + 1
    }
    return Bounds(lower: lower.map { Double($0) }, upper: upper.map { Double($0) })
  }

  private func check(
    _ found: Bounds, _ accessor: GLTFAccessor, _ rounded: (Double) -> Double
  ) {
    for (index, declared) in (accessor.minimum ?? []).enumerated()
    where found.lower[index].isFinite {
      compare(
        rounded(declared), found.lower[index], at: accessor.pointer + "/min/\(index)",
        beyond: .accessorElementOutOfMinBound, other: .accessorMinMismatch)
    }
    for (index, declared) in (accessor.maximum ?? []).enumerated()
    where found.upper[index].isFinite {
      compare(
        -rounded(declared), -found.upper[index], at: accessor.pointer + "/max/\(index)",
        beyond: .accessorElementOutOfMaxBound, other: .accessorMaxMismatch)
    }
  }

  /// Compares as if both were minima.
  private func compare(
    _ declared: Double, _ found: Double, at place: String, beyond: MeshIssue.Code,
    other: MeshIssue.Code
  ) {
    guard declared != found else { return }
    let sign: Double = beyond == .accessorElementOutOfMaxBound ? -1 : 1
    log.add(
      other, at: place, "\(sign * declared) is declared, \(sign * found) is the extreme")
    if found < declared {
      log.add(
        beyond, at: place, "there are numbers beyond \(sign * declared)")
    }
  }
}
