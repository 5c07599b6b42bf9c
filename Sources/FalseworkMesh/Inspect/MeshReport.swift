// Falsework
// SPDX-License-Identifier: MIT

/// What an inspection found out about a mesh file.
public struct MeshReport: Sendable, Hashable {
  /// What is wrong or worth knowing, the worst first.
  public let issues: [MeshIssue]
  /// The issues that were not kept, as there were too many.
  public let leftOutCount: Int
  /// What the file holds, as far as it could be read.
  public let summary: Summary

  /// Returns the issues of one severity.
  public func issues(_ severity: MeshIssue.Severity) -> [MeshIssue] {
    issues.filter { $0.severity == severity }
  }

  /// The kinds of issues above the severity `hint`, each once, by name.
  public var codes: [MeshIssue.Code] {
    let codes = issues.filter { $0.severity < .hint }.map(\.code)
    return Set(codes).sorted { $0.rawValue < $1.rawValue }
  }

  /// Whether there is no error.
  public var isSound: Bool { issues.first?.severity != .error }
}

extension MeshReport {
  /// What a file holds.
  public struct Summary: Sendable, Hashable {
    /// A chunk of the container.
    public struct Chunk: Sendable, Hashable {
      /// The four letters of the type, without the zero of `BIN`; a number if they are no letters.
      public let name: String
      /// The length of the payload.
      public let byteCount: Int
    }

    /// An image of the file.
    public struct Image: Sendable, Hashable {
      /// The type of the bytes, such as `image/png`; the declared one if they are unknown.
      public let mimeType: String?
      /// The length of the view that holds it, padding included; nil if it is elsewhere.
      public let byteCount: Int?
      /// The width in texels, if the bytes tell.
      public let width: Int?
      /// The height in texels, if the bytes tell.
      public let height: Int?
    }

    /// The length of the file.
    public internal(set) var byteCount = 0
    /// The chunks in their order.
    public internal(set) var chunks: [Chunk] = []
    /// The value of `asset.generator`.
    public internal(set) var generator: String?
    /// The meshes in the file.
    public internal(set) var meshCount = 0
    /// The primitives of all meshes.
    public internal(set) var primitiveCount = 0
    /// The vertices of all primitives, as declared.
    public internal(set) var vertexCount = 0
    /// The triangles of all primitives, as declared.
    public internal(set) var faceCount = 0
    /// The names of all attributes, in the order of the file.
    public internal(set) var attributes: [String] = []
    /// The images in their order.
    public internal(set) var images: [Image] = []
    /// What the triangles form; nil if they could not be read.
    public internal(set) var shape: Shape?
  }

  /// What the triangles of a file form.
  public struct Shape: Sendable, Hashable {
    /// The least x, y and z of the vertices in the scene.
    public internal(set) var lower: [Double]
    /// The greatest x, y and z of the vertices in the scene.
    public internal(set) var upper: [Double]
    /// The vertices left when equal positions are merged.
    public internal(set) var weldedVertexCount: Int
    /// The connected pieces of the surface.
    public internal(set) var componentCount: Int
    /// The edges that belong to one triangle.
    public internal(set) var openEdgeCount: Int
    /// The edges that belong to more than two triangles.
    public internal(set) var nonManifoldEdgeCount: Int
    /// The volume inside; negative if the surface is inside out.
    public internal(set) var volume: Double
    /// The share of the texture's square that triangles cover; nil without coordinates.
    public internal(set) var textureShare: Double?
    /// The share of the covered texels that more than one triangle covers.
    public internal(set) var textureOverlap: Double?

    /// The sides of the box around the vertices.
    public var extent: [Double] { zip(upper, lower).map { $0 - $1 } }
    /// Whether every edge belongs to two triangles.
    public var isClosed: Bool { openEdgeCount == 0 && nonManifoldEdgeCount == 0 }
  }
}
