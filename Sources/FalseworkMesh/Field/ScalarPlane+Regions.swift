// Falsework
// SPDX-License-Identifier: MIT

/// Which parts and holes of a silhouette are worth keeping.
struct RegionRules: Sendable {
  /// The least area of a part, as a share of the largest part.
  var partShare: Float = 0.01
  /// The least area of a hole, as a share of everything inside.
  var holeShare: Float = 0.0004
  /// The most parts that are kept, and the most holes.
  var countMax = 64
}

/// What became of a silhouette when specks were dropped and pinholes filled.
struct CleanedRegions: Sendable {
  let plane: ScalarPlane
  /// The places inside before cleaning.
  let areaBefore: Int
  /// The places inside afterwards.
  let area: Int
}

extension ScalarPlane {
  /// Returns the plane without specks and pinholes, `level` dividing inside from outside.
  ///
  /// Parts hang together over sides, holes over sides and corners, as marching squares has it.
  func cleaned(level: Float, rules: RegionRules = RegionRules()) -> CleanedRegions {
    let regions = Regions(of: self, level: level)
    let keeps = regions.kept(by: rules)
    var result = self
    var area = 0
    for index in values.indices {
      let region = Int(regions.labels[index])
      let inside = regions.isInside[region]
      if inside == keeps[region] { area += 1 }
      guard !keeps[region] else { continue }
      result.values[index] = inside ? 0 : 1
    }
    return CleanedRegions(plane: result, areaBefore: regions.insideArea, area: area)
  }
}

/// The connected regions of a plane in the order of their first place.
private struct Regions {
  /// For each place the number of its region.
  private(set) var labels: [Int32]
  private(set) var isInside: [Bool] = []
  private var areas: [Int] = []
  private var touchesBorder: [Bool] = []

  init(of plane: ScalarPlane, level: Float) {
    labels = [Int32](repeating: -1, count: plane.values.count)
    let isAbove = plane.values.map { $0 > level }
    var stack: [Int32] = []
    for start in labels.indices where labels[start] < 0 {
      isInside.append(isAbove[start])
      areas.append(0)
      touchesBorder.append(false)
      labels[start] = Int32(isInside.count - 1)
      stack.append(Int32(start))
      flood(&stack, isAbove, width: plane.width, height: plane.height)
    }
  }

  /// Gives the last region's label to all that hangs together with the places on the stack.
  private mutating func flood(
    _ stack: inout [Int32], _ isAbove: [Bool], width: Int, height: Int
  ) {
    let label = Int32(isInside.count - 1)
    let inside = isInside[isInside.count - 1]
    var area = 0
    var atBorder = false
    while let place = stack.popLast() {
      let place = Int(place)
      area += 1
      let row = place / width
      let column = place - row * width
      let (hasLeft, hasRight) = (column > 0, column + 1 < width)
      let (hasAbove, hasBelow) = (row > 0, row + 1 < height)
      if !(hasLeft && hasRight && hasAbove && hasBelow) { atBorder = true }
      func visit(_ next: Int) {
        guard labels[next] < 0, isAbove[next] == inside else { return }
        labels[next] = label
        stack.append(Int32(next))
      }
      if hasLeft { visit(place - 1) }
      if hasRight { visit(place + 1) }
      if hasAbove { visit(place - width) }
      if hasBelow { visit(place + width) }
      if inside { continue }
      if hasAbove, hasLeft { visit(place - width - 1) }
      if hasAbove, hasRight { visit(place - width + 1) }
      if hasBelow, hasLeft { visit(place + width - 1) }
      if hasBelow, hasRight { visit(place + width + 1) }
    }
    areas[areas.count - 1] = area
    touchesBorder[touchesBorder.count - 1] = atBorder
  }

  var insideArea: Int {
    areas.indices.reduce(0) { isInside[$1] ? $0 + areas[$1] : $0 }
  }

  /// Says for each region whether it stays as it is; the open outside always does.
  func kept(by rules: RegionRules) -> [Bool] {
    let order = areas.indices.sorted { (areas[$1], $0) < (areas[$0], $1) }
    let largest = order.first { isInside[$0] }.map { areas[$0] } ?? 0
    let leastPart = Float(largest) * rules.partShare
    let leastHole = Float(insideArea) * rules.holeShare
    var keeps = [Bool](repeating: false, count: areas.count)
    var counts = (parts: 0, holes: 0)
    for region in order {
      if isInside[region] {
        keeps[region] = counts.parts < rules.countMax && Float(areas[region]) >= leastPart
        counts.parts += 1
      } else if touchesBorder[region] {
        keeps[region] = true
      } else {
        keeps[region] = counts.holes < rules.countMax && Float(areas[region]) >= leastHole
        counts.holes += 1
      }
    }
    return keeps
  }
}
