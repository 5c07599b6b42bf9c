// Falsework
// SPDX-License-Identifier: MIT

/// The way from texels to points of a surface and their normals.
struct SurfaceMap: ~Copyable {
  /// A point of the surface; the normal is of length one.
  struct Place {
    let point: Vector3
    let normal: Vector3
  }

  /// Position and normal of a triangle's first corner, and how both change from texel to texel.
  struct Plane: BitwiseCopyable {
    var corner: FlatPoint
    var point: Vector3
    var pointAcross: Vector3
    var pointDown: Vector3
    var normal: Vector3
    var normalAcross: Vector3
    var normalDown: Vector3
  }

  private let planes: FlatArray<Plane>
  private let points: [Vector3]
  private let normals: [Vector3]
  private let outlines: [SIMD2<UInt32>]

  init(_ mesh: TriangleMesh, _ atlas: Atlas, side: Int) {
    let vertexNormals = mesh.vertexNormals
    let points = atlas.vertices.map { mesh.points[Int($0)] }
    let normals = atlas.vertices.map { vertexNormals[Int($0)] }
    planes = FlatArray(
      atlas.triangles.map { corners in
        let (first, second, third) = (Int(corners.x), Int(corners.y), Int(corners.z))
        let corner = atlas.coordinates[first] * Float(side)
        let toSecond = atlas.coordinates[second] * Float(side) - corner
        let toThird = atlas.coordinates[third] * Float(side) - corner
        let area = toSecond.x * toThird.y - toSecond.y * toThird.x
        let scale = abs(area) > 1e-9 ? 1 / area : 0
        func slopes(_ values: [Vector3]) -> (across: Vector3, down: Vector3) {
          let second = values[second] - values[first]
          let third = values[third] - values[first]
          return (
            (second * toThird.y - third * toSecond.y) * scale,
            (third * toSecond.x - second * toThird.x) * scale
          )
        }
        let (pointSlopes, normalSlopes) = (slopes(points), slopes(normals))
        return Plane(
          corner: corner, point: points[first], pointAcross: pointSlopes.across,
          pointDown: pointSlopes.down, normal: normals[first],
          normalAcross: normalSlopes.across, normalDown: normalSlopes.down)
      })
    self.points = points
    self.normals = normals
    outlines = atlas.outlines
  }

  /// Returns the point of a triangle under the centre of a texel.
  @inline(__always)
  func place(triangle: Int32, column: Int, row: Int) -> Place {
    let plane = planes[triangle]
    let across = Float(column) + 0.5 - plane.corner.x
    let down = Float(row) + 0.5 - plane.corner.y
    let point = plane.point + plane.pointAcross * across + plane.pointDown * down
    let normal = plane.normal + plane.normalAcross * across + plane.normalDown * down
    return Place(point: point, normal: Self.unit(normal))
  }

  /// Returns a point on a chart's border.
  func place(outline: Int32, share: Float) -> Place {
    let ends = outlines[Int(outline)]
    let (first, second) = (Int(ends.x), Int(ends.y))
    return Place(
      point: points[first] + (points[second] - points[first]) * share,
      normal: Self.unit(normals[first] + (normals[second] - normals[first]) * share))
  }

  @inline(__always)
  private static func unit(_ vector: Vector3) -> Vector3 {
    let square = vector.dot(vector)
    return square > 1e-20 ? vector * (1 / square.squareRoot()) : Vector3(0, 0, 1)
  }
}
