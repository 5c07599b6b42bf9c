// Falsework
// SPDX-License-Identifier: MIT

extension HalfEdges {
  /// Returns whether the surface stays one of the same kind when the ends of `half` become one.
  ///
  /// Both ends may have no neighbours in common but the two corners across from the edge (Dey,
  /// Edelsbrunner, Guha and Nekhayev, Topology Preserving Edge Contraction, 1999), and these must
  /// keep three triangles. `marks` has a number for each vertex that is below `mark`.
  func canCollapse(_ half: Int32, marks: borrowing FlatArray<UInt32>, mark: UInt32) -> Bool {
    let across = (start[Self.previous(half)], start[Self.previous(twin[half])])
    guard valence[across.0] > 3, valence[across.1] > 3 else { return false }
    var spoke = half
    repeat {
      marks[end(spoke)] = mark
      spoke = turned(spoke)
    } while spoke != half
    var sharedCount = 0
    spoke = twin[half]
    repeat {
      sharedCount += marks[end(spoke)] == mark ? 1 : 0
      spoke = turned(spoke)
    } while spoke != twin[half]
    return sharedCount == 2
  }

  /// Moves what hangs on the end of `half` to its start and takes its two triangles away.
  ///
  /// Of each of these triangles the two other edges become one:
  ///
  ///          across
  ///          ╱   ╲            the side at the start keeps its number, the other's is gone
  ///     kept╱     ╲merged
  ///        · ────→ ·
  ///      start    end
  func collapse(_ half: Int32) {
    let (kept, removed) = (start[half], end(half))
    var spoke = twin[half]
    repeat {
      start[spoke] = kept
      spoke = turned(spoke)
    } while spoke != twin[half]
    valence[kept] += valence[removed] - 4
    leaving[kept] = twin[Self.previous(half)]
    leaving[removed] = Self.gone
    halfOfEdge[edge[half]] = Self.gone
    glue(kept: twin[Self.previous(half)], merged: twin[Self.next(half)], around: kept)
    let other = twin[half]
    glue(kept: twin[Self.next(other)], merged: twin[Self.previous(other)], around: kept)
    for side in [half & ~3, other & ~3] {
      for corner in 0..<Int32(3) { start[side + corner] = Self.gone }
    }
  }

  /// Joins the half-edges of the neighbours of a triangle that is taken away.
  @inline(__always)
  private func glue(kept: Int32, merged: Int32, around vertex: Int32) {
    twin[kept] = merged
    twin[merged] = kept
    halfOfEdge[edge[merged]] = Self.gone
    halfOfEdge[edge[kept]] = kept
    edge[merged] = edge[kept]
    let outward = start[kept] == vertex ? merged : kept
    leaving[start[outward]] = outward
    valence[start[outward]] -= 1
  }
}
