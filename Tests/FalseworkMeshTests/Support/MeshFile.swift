// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh

/// The arrays of a mesh file, read back through the public reader and the fixed view order.
struct MeshFile {
  let summary: GLBSummary
  let indices: [UInt32]
  /// The positions as bit patterns, three for each vertex, so that equality is exact.
  let positions: [[Float]]
  let textureCoordinates: [Float]
  let image: [UInt8]
  /// The whole file.
  let glb: [UInt8]

  init(_ glb: [UInt8]) throws {
    self.glb = glb
    summary = try GLBReader().summary(of: glb)
    let binary = Array(glb[summary.chunks[1].byteRange])
    let words = stride(from: 0, to: binary.count, by: 4).map { offset in
      (0..<4).reduce(UInt32(0)) { $0 | UInt32(binary[offset + $1]) << UInt32(8 * $1) }
    }
    let indexCount = summary.faceCount * 3
    let vertexCount = summary.vertexCount
    indices = Array(words[..<indexCount])
    let flat = words[indexCount..<indexCount + vertexCount * 3].map { Float(bitPattern: $0) }
    positions = (0..<vertexCount).map { Array(flat[$0 * 3..<$0 * 3 + 3]) }
    // Normals, if there are any, come behind the texture coordinates.
    let tail = summary.attributes.contains("NORMAL") ? vertexCount * 3 : 0
    textureCoordinates = words.dropLast(tail).suffix(vertexCount * 2)
      .map { Float(bitPattern: $0) }
    image = summary.image.map { Array(glb[$0.byteRange]) } ?? []
  }

  /// For each vertex the first vertex at the same position.
  func welded() -> [UInt32] {
    var first: [[Float]: UInt32] = [:]
    return positions.indices.map { index in
      if let known = first[positions[index]] { return known }
      first[positions[index]] = UInt32(index)
      return UInt32(index)
    }
  }
}

extension MeshParameters {
  /// Small parameters, so that tests are quick in debug builds.
  static func small(
    _ seed: String, meshSimplify: Double = 0.98, textureSize: Int = 64
  ) throws -> MeshParameters {
    try MeshParameters(
      seed: MeshSeed(integer: seed), meshSimplify: meshSimplify, textureSize: textureSize)
  }
}
