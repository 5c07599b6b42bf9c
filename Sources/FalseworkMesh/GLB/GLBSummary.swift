// Falsework
// SPDX-License-Identifier: MIT

/// What a binary glTF file holds, as far as a table of meshes shows it.
public struct GLBSummary: Sendable, Hashable {
  /// A chunk of the container.
  public struct Chunk: Sendable, Hashable {
    /// The four letters of the type as a little-endian number.
    public let type: UInt32
    /// Where the payload lies in the file.
    public let byteRange: Range<Int>
  }

  /// The first image of the file.
  public struct Image: Sendable, Hashable {
    /// The declared type, such as `image/png`.
    public let mimeType: String
    /// The length of the view that holds the file, padding included.
    public let byteCount: Int
    /// Where the view lies in the file.
    public let byteRange: Range<Int>
    /// The width in texels, or nil if the type is not PNG.
    public let width: Int?
    /// The height in texels, or nil if the type is not PNG.
    public let height: Int?
  }

  /// The smallest box around the positions, as the file declares it.
  public struct Bounds: Sendable, Hashable {
    /// The least x, y and z.
    public let lower: [Double]
    /// The greatest x, y and z.
    public let upper: [Double]

    /// The sides of the box.
    public var extent: [Double] { zip(upper, lower).map { $0 - $1 } }
  }

  /// The length of the file.
  public let byteCount: Int
  /// The chunks in their order.
  public let chunks: [Chunk]
  /// The text of the JSON chunk with its padding.
  public let json: [UInt8]
  /// The value of `asset.generator`, if there is one.
  public let generator: String?
  /// The vertices of the first primitive.
  public let vertexCount: Int
  /// The triangles of the first primitive.
  public let faceCount: Int
  /// The names of the first primitive's attributes, in the file's order.
  public let attributes: [String]
  /// The box that the file declares around its positions.
  public let bounds: Bounds
  /// The file's first image, if there is one.
  public let image: Image?
}
