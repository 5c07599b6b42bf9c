// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The triangles of a file's scene, brought to a longest side of one around the origin.
struct PreviewSubject {
  /// Triangles of one look: a range of them, and what gives them colour.
  struct Part {
    let faces: Range<Int>
    let texture: PreviewTexture?
    /// Linear red, green and blue that the texture is multiplied by.
    let colour: Vector3
    let isDoubleSided: Bool
  }

  private(set) var points: [Vector3] = []
  private(set) var normals: [Vector3] = []
  private(set) var coordinates: [SIMD2<Float>] = []
  /// Three vertices a triangle, all of which exist and are finite.
  private(set) var corners: [UInt32] = []
  private(set) var parts: [Part] = []
  /// The light that falls on each vertex; set by the lamps.
  var light: [Vector3] = []

  /// The height of the ground that the subject stands on.
  var groundLevel: Float { points.reduce(.infinity) { min($0, $1.y) } }

  init(_ file: [UInt8]) throws(MeshPreviewError) {
    let limits = GLBReader.Limits()
    let container = GLBContainer(file, limits: limits)
    let root: JSONValue
    do throws(GLBError) {
      root = try container.root(of: file, limits: limits).value
    } catch {
      throw .unreadable(container.faults.first ?? error)
    }
    let model = GLTFModel(root.objectValue ?? [:], log: IssueLog())
    let binary = container.chunks.count > 1 ? container.chunks[1].byteRange : nil
    let bytes = GLTFBytes(model, file: file, binary: binary)
    var textures = PreviewTextures(model: model, bytes: bytes)
    for actor in GLTFStage(model).actors {
      for primitive in model.meshes[actor.mesh]?.primitives ?? [] {
        try add(primitive, actor.transform, model, bytes, &textures)
      }
    }
    guard !corners.isEmpty else { throw .nothingToShow }
    fit()
  }

  private mutating func add(
    _ primitive: GLTFPrimitive, _ transform: GLTFTransform, _ model: GLTFModel,
    _ bytes: GLTFBytes, _ textures: inout PreviewTextures
  ) throws(MeshPreviewError) {
    func floats(_ semantic: String, _ shape: GLTFShape) -> [Float]? {
      primitive.accessor(semantic).flatMap { model.accessors[$0] }
        .flatMap { $0.shape == shape ? bytes.floats($0) : nil }
    }
    guard primitive.mode == GLTFPrimitive.trianglesMode,
      let positions = floats("POSITION", .vector3)
    else { return }
    let vertexCount = positions.count / 3
    let indices = primitive.indices.flatMap { model.accessors[$0] }.flatMap(bytes.indices)
    let all = indices ?? (primitive.hasIndices ? [] : Array(0..<UInt32(vertexCount)))
    let faceCount = (corners.count + all.count) / 3
    guard faceCount <= MeshPreview.facesMax, points.count + vertexCount <= 3 * MeshPreview.facesMax
    else { throw .tooManyFaces(count: faceCount, limit: MeshPreview.facesMax) }
    let place = PreviewVertices(positions, transform)
    let chosen = place.sound(all)
    let material = primitive.material.flatMap { model.materials[$0] }
    let first = UInt32(points.count)
    let firstFace = corners.count / 3
    points += place.points
    normals += place.normals(floats("NORMAL", .vector3), chosen)
    let semantic = "TEXCOORD_\(material?.baseColour?.coordinates ?? 0)"
    coordinates += place.coordinates(floats(semantic, .vector2))
    corners += chosen.map { $0 + first }
    let factor = material?.baseColourFactor ?? [1, 1, 1, 1]
    parts.append(
      Part(
        faces: firstFace..<corners.count / 3,
        texture: material?.baseColour?.texture.flatMap { textures.texture($0) },
        colour: Vector3(Float(factor[0]), Float(factor[1]), Float(factor[2])),
        isDoubleSided: material?.isDoubleSided ?? false))
  }

  /// Moves and scales so that pictures do not depend on place and unit.
  private mutating func fit() {
    var box = PointBox()
    for corner in corners { box.add(points[Int(corner)]) }
    guard let lower = box.lower, let upper = box.upper else { return }
    let size = upper - lower
    let longest = max(size.x, size.y, size.z)
    let scale = longest > 0 ? 1 / longest : 1
    let middle = lower + size * 0.5
    for index in points.indices { points[index] = (points[index] - middle) * scale }
    // Vertices of no triangle would move the ground.
    var isUsed = [Bool](repeating: false, count: points.count)
    for corner in corners { isUsed[Int(corner)] = true }
    for index in points.indices where !isUsed[index] { points[index] = Vector3(0, 0, 0) }
  }
}

/// The vertices of one primitive in the scene.
struct PreviewVertices {
  let points: [Vector3]
  private let transform: GLTFTransform

  init(_ positions: [Float], _ transform: GLTFTransform) {
    self.transform = transform
    points = stride(from: 0, to: positions.count, by: 3).map { start in
      transform.point(Vector3(positions[start], positions[start + 1], positions[start + 2]))
    }
  }

  /// Returns the triangles whose vertices exist and lie in reach.
  func sound(_ corners: [UInt32]) -> [UInt32] {
    var sound: [UInt32] = []
    sound.reserveCapacity(corners.count)
    for start in stride(from: 0, to: corners.count - 2, by: 3) {
      let face = corners[start..<start + 3]
      let isSound = face.allSatisfy { corner in
        Int(corner) < points.count && points[Int(corner)].length < 1e15
      }
      if isSound { sound += face }
    }
    return sound
  }

  func coordinates(_ numbers: [Float]?) -> [SIMD2<Float>] {
    guard let numbers, numbers.count == points.count * 2 else {
      return [SIMD2<Float>](repeating: .zero, count: points.count)
    }
    return points.indices.map { SIMD2(numbers[$0 * 2], numbers[$0 * 2 + 1]) }
  }

  /// Returns the file's normals, or smooth ones where it has none.
  func normals(_ numbers: [Float]?, _ corners: [UInt32]) -> [Vector3] {
    guard let numbers, numbers.count == points.count * 3 else { return smooth(corners) }
    return points.indices.map { index in
      transform.direction(
        Vector3(numbers[index * 3], numbers[index * 3 + 1], numbers[index * 3 + 2])
      )
      .normalizedOrUp
    }
  }

  /// Returns the mean of the triangles around each position, the larger ones counting for more.
  private func smooth(_ corners: [UInt32]) -> [Vector3] {
    var numbers: [SIMD3<UInt32>: Int] = [:]
    numbers.reserveCapacity(points.count)
    let places = points.map { point in
      let key = SIMD3(
        (point.x + 0).bitPattern, (point.y + 0).bitPattern, (point.z + 0).bitPattern)
      if let known = numbers[key] { return known }
      let number = numbers.count
      numbers[key] = number
      return number
    }
    var sums = [Vector3](repeating: Vector3(0, 0, 0), count: numbers.count)
    for start in stride(from: 0, to: corners.count, by: 3) {
      let (a, b, c) = (
        Int(corners[start]), Int(corners[start + 1]), Int(corners[start + 2])
      )
      let normal = (points[b] - points[a]).cross(points[c] - points[a])
      for corner in [a, b, c] { sums[places[corner]] = sums[places[corner]] + normal }
    }
    return places.map { sums[$0].normalizedOrUp }
  }
}

extension Vector3 {
  /// The vector with length one; straight up where it has none to speak of.
  var normalizedOrUp: Vector3 {
    let square = dot(self)
    guard square > 1e-30, square.isFinite else { return Vector3(0, 1, 0) }
    return self * (1 / square.squareRoot())
  }
}
