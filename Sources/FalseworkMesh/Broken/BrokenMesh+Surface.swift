// Falsework
// SPDX-License-Identifier: MIT

extension BrokenMesh {
  static let ofSurface = [
    BrokenMesh(
      "inside-out", "Every triangle faces inwards.",
      "Every consumer loads it, trimesh finds a negative volume, viewers show the inside.",
      [.windingInverted],
      .contents { draft throws(GLBError) in
        try draft.changeIndices { indices in
          for start in stride(from: 0, to: indices.count, by: 3) { flip(&indices, start) }
        }
      }),
    BrokenMesh(
      "mixed-winding", "Every third triangle faces inwards.",
      "Every consumer loads it, trimesh finds the winding inconsistent, viewers show a sieve.",
      [.windingInconsistent],
      .contents { draft throws(GLBError) in
        try draft.changeIndices { indices in
          for start in stride(from: 0, to: indices.count, by: 9) { flip(&indices, start) }
        }
      }),
    BrokenMesh(
      "hole", "Two in a hundred triangles are missing, all in one place.",
      "Every consumer loads it, trimesh finds it not watertight.", [.edgeOpen],
      .contents { draft throws(GLBError) in try cutHole(&draft) }),
    BrokenMesh(
      "triangle-twice", "One triangle is listed twice, so three edges have three triangles.",
      "Every consumer loads it, trimesh finds it not watertight.", [.edgeNonManifold],
      .contents { draft throws(GLBError) in
        try draft.changeIndices { $0 += $0.prefix(3) }
      }),
  ]

  private static func flip(_ indices: inout [UInt32], _ start: Int) {
    indices.swapAt(start + 1, start + 2)
  }

  private static func cutHole(_ draft: inout GLBDraft) throws(GLBError) {
    let accessor = try draft.accessor("attributes/POSITION")
    let numbers = try draft.words(accessor).map { Float(bitPattern: $0) }
    try draft.changeIndices { indices throws(GLBError) in
      guard indices.allSatisfy({ Int($0) < numbers.count / 3 }), indices.count >= 3 else {
        throw .bytesOutOfBounds(pointer: "/accessors/\(accessor)")
      }
      func point(_ corner: Int) -> Vector3 {
        let place = Int(indices[corner]) * 3
        return Vector3(numbers[place], numbers[place + 1], numbers[place + 2])
      }
      let place = point(0)
      let distances = (0..<indices.count / 3).map { face in
        let centre = (point(face * 3) + point(face * 3 + 1) + point(face * 3 + 2)) * (1 / 3)
        return (centre - place).length
      }
      let nearest = distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
      let missing = Set(nearest.prefix(max(1, nearest.count / 50)))
      indices = distances.indices.filter { !missing.contains($0) }
        .flatMap { indices[$0 * 3..<$0 * 3 + 3] }
    }
  }
}
