// Falsework
// SPDX-License-Identifier: MIT

extension BrokenMesh {
  static let ofNumbers = [
    BrokenMesh(
      "position-nan", "One coordinate of one vertex is not a number.",
      "gltfpack loads it, trimesh loads it with a volume that is not a number, three.js shows it.",
      [.accessorInvalidFloat],
      .contents { draft throws(GLBError) in try spoilVertex(&draft, .nan) }),
    BrokenMesh(
      "position-infinite", "One coordinate of one vertex is infinite.",
      "gltfpack and trimesh load it, three.js shows it.", [.accessorInvalidFloat],
      .contents { draft throws(GLBError) in try spoilVertex(&draft, .infinity) }),
    BrokenMesh(
      "index-out-of-range", "One triangle refers to a vertex that does not exist.",
      "gltfpack and trimesh refuse it, three.js shows it.", [.accessorIndexOutOfBounds],
      .contents { draft throws(GLBError) in
        let vertices = try draft.accessor("attributes/POSITION")
        let count = try draft.integer("/accessors/\(vertices)/count")
        try draft.changeIndices { $0[$0.count - 1] = UInt32(count + 7) }
      }),
    BrokenMesh(
      "index-restart", "One index is the number that restarts a strip.",
      "gltfpack and trimesh refuse it, three.js shows it.", [.accessorIndexPrimitiveRestart],
      .contents { draft throws(GLBError) in
        try draft.changeIndices { $0[$0.count - 1] = .max }
      }),
    BrokenMesh(
      "hundredfold", "The mesh is a hundred times as large, as if metres were centimetres.",
      "Every consumer loads it, cameras made for the usual size are inside it.",
      [.boundsUnexpected],
      .contents { draft throws(GLBError) in
        try draft.changeVectors("POSITION", width: 3) { $0 = $0.map { $0 * 100 } }
      }),
    BrokenMesh(
      "off-centre", "The mesh lies three quarters of its size to the right of the middle.",
      "Every consumer loads it, viewers that do not look at the bounds cut it off.",
      [.boundsUnexpected],
      .contents { draft throws(GLBError) in
        try draft.changeVectors("POSITION", width: 3) { numbers in
          for index in stride(from: 0, to: numbers.count, by: 3) { numbers[index] += 0.75 }
        }
      }),
    BrokenMesh(
      "coordinates-outside", "The texture is shifted by a quarter over the edge of its square.",
      "Every consumer loads it, the texture is shown shifted.", [.uvOutOfRange],
      .contents { draft throws(GLBError) in
        try draft.changeVectors("TEXCOORD_0", width: 2) { numbers in
          for index in stride(from: 0, to: numbers.count, by: 2) { numbers[index] += 0.25 }
        }
      }),
    BrokenMesh(
      "coordinates-overlap", "The left half of the texture is folded onto the right half.",
      "Every consumer loads it, the right half of the texture is shown twice.", [.uvOverlap],
      .contents { draft throws(GLBError) in
        try draft.changeVectors("TEXCOORD_0", width: 2) { numbers in
          for index in stride(from: 0, to: numbers.count, by: 2) {
            numbers[index] = max(numbers[index], 1 - numbers[index])
          }
        }
      }),
  ]

  /// Spoils a vertex that no bound depends on.
  private static func spoilVertex(
    _ draft: inout GLBDraft, _ value: Float
  ) throws(GLBError) {
    try draft.changeVectors("POSITION", width: 3) { numbers throws(GLBError) in
      let bounds = (0..<3).map { component in
        let values = stride(from: component, to: numbers.count, by: 3).map { numbers[$0] }
        return (values.min() ?? 0, values.max() ?? 0)
      }
      let vertices = 0..<numbers.count / 3
      let inner = vertices.first { vertex in
        (0..<3).allSatisfy { component in
          let number = numbers[vertex * 3 + component]
          return number > bounds[component].0 && number < bounds[component].1
        }
      }
      guard let inner else { throw .memberUnusable(pointer: GLBDraft.primitive) }
      numbers[inner * 3] = value
    }
  }
}
