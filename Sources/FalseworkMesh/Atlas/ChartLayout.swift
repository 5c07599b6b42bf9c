// Falsework
// SPDX-License-Identifier: MIT

/// Lays groups of triangles flat, and divides those that would then lie on themselves.
struct ChartLayout: ~Copyable {
  /// The least area of a triangle on the plane, as a share of its own.
  private static let flatShareMin: Float = 0.12

  /// Charts that fill less of their box are divided: halves of what is bent or forked can be packed
  /// closer.
  private static let boxShareMin: Float = 0.5
  /// Charts that are longer, in sides of a square of the surface's area, are divided: as one strip
  /// a thin thing would fill no more than a strip of the texture.
  private static let lengthMax: Float = 1

  /// The group of each triangle, counted up as groups are divided.
  private let groups: FlatArray<Int32>
  /// The number of each vertex in the chart that is laid out, otherwise −1.
  private let numbers: FlatArray<Int32>
  private var groupCount: Int32 = 0

  /// Returns a sound chart for each group, more where one had to be divided.
  static func charts(_ groups: [[Int32]], of facets: borrowing Facets) -> [Chart] {
    var layout = ChartLayout(facets)
    var charts: [Chart] = []
    var waiting = Array(groups.reversed())
    while let group = waiting.popLast() {
      var chart = layout.chart(of: group, facets)
      chart.fitToBox()
      if layout.mustBeDivided(chart, facets) {
        waiting += layout.halves(of: chart, facets)
      } else {
        charts.append(chart)
      }
    }
    return charts
  }

  private func mustBeDivided(_ chart: Chart, _ facets: borrowing Facets) -> Bool {
    guard chart.triangles.count > 1 else { return false }
    let isLong = max(chart.box.x, chart.box.y) > Self.lengthMax * facets.totalArea.squareRoot()
    let sprawls = chart.triangles.count > 2 && chart.boxShare < Self.boxShareMin
    return isLong || sprawls || hasTilted(chart, facets) || chart.liesOnItself
  }

  private init(_ facets: borrowing Facets) {
    groups = FlatArray(repeating: -1, count: facets.count)
    numbers = FlatArray(repeating: -1, count: facets.halves.points.count)
  }

  private mutating func chart(of group: [Int32], _ facets: borrowing Facets) -> Chart {
    let frame = PlaneFrame(of: group, facets)
    groupCount += 1
    for triangle in group { groups[triangle] = groupCount }
    var chart = Chart(triangles: group, vertices: [], places: [], corners: [], outline: [])
    chart.corners.reserveCapacity(group.count)
    for triangle in group {
      var corners = SIMD3<Int32>()
      for corner in 0..<3 {
        let vertex = facets.halves.start[4 * Int(triangle) + corner]
        if numbers[vertex] < 0 {
          numbers[vertex] = Int32(chart.vertices.count)
          chart.vertices.append(vertex)
          chart.places.append(frame.place(of: facets.halves.points[Int(vertex)]))
        }
        corners[corner] = numbers[vertex]
      }
      chart.corners.append(corners)
      for corner in 0..<3
      where groups[facets.beyond(4 * triangle + Int32(corner))] != groupCount {
        chart.outline.append(SIMD2(corners[corner], corners[(corner + 1) % 3]))
      }
    }
    for vertex in chart.vertices { numbers[vertex] = -1 }
    return chart
  }

  /// Returns whether a triangle is turned over on the plane, or nearly stands on it.
  private func hasTilted(_ chart: Chart, _ facets: borrowing Facets) -> Bool {
    zip(chart.triangles, chart.corners).contains { triangle, corners in
      let place = chart.places[Int(corners.z)]
      let side = place.side(
        from: chart.places[Int(corners.x)], to: chart.places[Int(corners.y)])
      return side < Double(2 * facets.areas[triangle] * Self.flatShareMin)
    }
  }

  /// Returns two connected groups, grown from the ends of the chart's longer extent.
  private mutating func halves(of chart: Chart, _ facets: borrowing Facets) -> [[Int32]] {
    let (first, last) = ends(of: chart)
    let mark = groupCount
    var parts = [[first], [last]]
    let numbers = [mark + 1, mark + 2]
    groupCount += 2
    groups[first] = numbers[0]
    groups[last] = numbers[1]
    var position = 0
    while position < max(parts[0].count, parts[1].count) {
      for part in 0..<2 where position < parts[part].count {
        let triangle = parts[part][position]
        for half in 4 * triangle..<4 * triangle + 3 where groups[facets.beyond(half)] == mark {
          groups[facets.beyond(half)] = numbers[part]
          parts[part].append(facets.beyond(half))
        }
      }
      position += 1
    }
    return parts
  }

  private func ends(of chart: Chart) -> (Int32, Int32) {
    let middles = chart.corners.map { corners in
      chart.places[Int(corners.x)] + chart.places[Int(corners.y)] + chart.places[Int(corners.z)]
    }
    func extremes(_ coordinate: (FlatPoint) -> Float) -> (low: Int, high: Int, span: Float) {
      var (low, high) = (0, 0)
      for index in middles.indices {
        if coordinate(middles[index]) < coordinate(middles[low]) { low = index }
        if coordinate(middles[index]) >= coordinate(middles[high]) { high = index }
      }
      return (low, high, coordinate(middles[high]) - coordinate(middles[low]))
    }
    let (across, down) = (extremes { $0.x }, extremes { $0.y })
    let longer = across.span > down.span ? across : down
    return (chart.triangles[longer.low], chart.triangles[longer.high])
  }
}

/// The plane across the average normal of some triangles.
private struct PlaneFrame {
  private let right: Vector3
  private let up: Vector3

  init(of group: [Int32], _ facets: borrowing Facets) {
    var sum = Vector3(0, 0, 0)
    for triangle in group { sum = sum + facets.normals[triangle] * facets.areas[triangle] }
    let normal = sum.length > 0 ? sum.normalized : Vector3(0, 0, 1)
    let (x, y, z) = (abs(normal.x), abs(normal.y), abs(normal.z))
    let least =
      x <= y && x <= z ? Vector3(1, 0, 0) : (y <= z ? Vector3(0, 1, 0) : Vector3(0, 0, 1))
    right = least.cross(normal).normalized
    up = normal.cross(right)
  }

  func place(of point: Vector3) -> FlatPoint { FlatPoint(point.dot(right), point.dot(up)) }
}
