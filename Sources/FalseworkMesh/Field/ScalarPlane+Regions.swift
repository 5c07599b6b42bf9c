// Falsework
// SPDX-License-Identifier: MIT

/// Which parts and holes of a silhouette are worth keeping.
struct RegionRules: Sendable {
  /// The least area of a part, as a share of the largest part.
  var partShare: Float = 0.01
  /// The least area of a hole, as a share of everything inside.
  var holeShare: Float = 0.0004
  /// The most parts that are kept, and the most holes.
  var countMax = 32
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
    let (width, height) = (plane.width, plane.height)
    labels = [Int32](repeating: -1, count: plane.values.count)
    var stack: [Int32] = []
    for start in plane.values.indices where labels[start] < 0 {
      let inside = plane.values[start] > level
      let label = Int32(isInside.count)
      var area = 0
      var atBorder = false
      labels[start] = label
      stack.append(Int32(start))
      while let place = stack.popLast() {
        area += 1
        let (row, column) = Int(place).quotientAndRemainder(dividingBy: width)
        for step in inside ? Self.sides : Self.around {
          let (x, y) = (column + step.x, row + step.y)
          guard x >= 0, y >= 0, x < width, y < height else {
            atBorder = true
            continue
          }
          let next = y * width + x
          guard labels[next] < 0, (plane.values[next] > level) == inside else { continue }
          labels[next] = label
          stack.append(Int32(next))
        }
      }
      isInside.append(inside)
      areas.append(area)
      touchesBorder.append(atBorder)
    }
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

  private static let sides = [(x: 1, y: 0), (x: -1, y: 0), (x: 0, y: 1), (x: 0, y: -1)]
  private static let around =
    sides + [(x: 1, y: 1), (x: -1, y: 1), (x: 1, y: -1), (x: -1, y: -1)]
}
