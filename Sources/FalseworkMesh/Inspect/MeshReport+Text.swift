// Falsework
// SPDX-License-Identifier: MIT

extension MeshReport {
  /// The summary, one fact a line, each with its name in front; what the file says of itself
  /// is made legible.
  public var facts: [(name: String, value: String)] {
    var facts = [("size", "\(summary.byteCount) bytes")]
    if !summary.chunks.isEmpty {
      let chunks = summary.chunks.map { "\($0.name) \($0.byteCount)" }
      facts.append(("chunks", chunks.joined(separator: ", ")))
    }
    if let generator = summary.generator { facts.append(("generator", generator.legible)) }
    if summary.meshCount > 0 {
      facts.append(("vertices", vertices))
      facts.append(("triangles", "\(summary.faceCount)"))
      facts.append(("attributes", summary.attributes.map(\.legible).joined(separator: ", ")))
    }
    for image in summary.images { facts.append(("texture", Self.text(image))) }
    if let shape = summary.shape { facts += Self.facts(shape) }
    return facts.map { (name: $0.0, value: $0.1) }
  }

  private var vertices: String {
    let welded = summary.shape.map { ", \($0.weldedVertexCount) at different places" } ?? ""
    return "\(summary.vertexCount)\(welded)"
  }

  private static func text(_ image: Summary.Image) -> String {
    var parts = [image.mimeType?.legible ?? "unknown type"]
    if let width = image.width, let height = image.height { parts.append("\(width)×\(height)") }
    if let byteCount = image.byteCount { parts.append("\(byteCount) bytes") }
    return parts.joined(separator: ", ")
  }

  private static func facts(_ shape: Shape) -> [(String, String)] {
    let sides = shape.extent.map { "\($0.rounded(digits: 4))" }.joined(separator: " × ")
    let corners = [shape.lower, shape.upper].map { corner in
      "(" + corner.map { "\($0.rounded(digits: 4))" }.joined(separator: ", ") + ")"
    }
    let pieces = shape.componentCount == 1 ? "1 piece" : "\(shape.componentCount) pieces"
    let edges =
      shape.isClosed
      ? "closed"
      : "\(shape.openEdgeCount) open and \(shape.nonManifoldEdgeCount) branching edges"
    var facts = [
      ("box", "\(sides), from \(corners[0]) to \(corners[1])"),
      ("surface", "\(pieces), \(edges), volume \(shape.volume.rounded(digits: 6))"),
    ]
    if let share = shape.textureShare {
      let overlap = shape.textureOverlap ?? 0
      facts.append(
        (
          "coordinates",
          "\((share * 100).rounded(digits: 1)) % of the texture is used, "
            + "\((overlap * 100).rounded(digits: 2)) % of that more than once"
        ))
    }
    return facts
  }
}
