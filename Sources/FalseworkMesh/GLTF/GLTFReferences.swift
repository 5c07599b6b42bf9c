// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// How many there are of each kind of thing that is referred to by number, and which of them are.
///
/// A class, as every element of one document marks what it refers to.
final class GLTFReferences {
  /// The kinds; the raw values are the names of the lists.
  enum Kind: String, CaseIterable {
    case accessors, bufferViews, buffers, cameras, images, materials, meshes, nodes, samplers
    case scenes, skins, textures
  }

  let log: IssueLog
  private var isUsed: [[Bool]]

  init(root: JSONObject, log: IssueLog) {
    self.log = log
    isUsed = Kind.allCases.map { kind in
      [Bool](repeating: false, count: root[kind.rawValue]?.arrayValue?.count ?? 0)
    }
  }

  /// Returns the number if there is such a thing, and marks it as used.
  func resolve(_ kind: Kind, _ index: Int, at place: String) -> Int? {
    let list = Self.list(kind)
    guard index < isUsed[list].count else {
      log.add(
        .unresolvedReference, at: place,
        "there are \(isUsed[list].count) \(kind.rawValue), so \(index) refers to nothing")
      return nil
    }
    isUsed[list][index] = true
    return index
  }

  /// The numbers of the things of a kind that nothing refers to.
  func unused(_ kind: Kind) -> [Int] {
    let list = isUsed[Self.list(kind)]
    return list.indices.filter { !list[$0] }
  }

  private static func list(_ kind: Kind) -> Int {
    Kind.allCases.firstIndex(of: kind) ?? 0
  }
}
