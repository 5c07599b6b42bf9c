// Falsework
// SPDX-License-Identifier: MIT

/// The raw contents of a mesh file: flat arrays and an encoded image.
package struct TexturedGeometry: Sendable {
  /// Three vertex numbers for each triangle, counter-clockwise from outside.
  package let indices: [UInt32]
  /// Three coordinates for each vertex.
  package let positions: [Float]
  /// Two coordinates for each vertex, the origin at the image's top left.
  package let textureCoordinates: [Float]
  /// A PNG file.
  package let image: [UInt8]
  /// What the file has beyond those of the real service, if anything.
  package let finish: MeshFinish?

  /// Collects the parts; none may be empty.
  package init(
    indices: [UInt32], positions: [Float], textureCoordinates: [Float], image: [UInt8],
    finish: MeshFinish? = nil
  ) {
    self.indices = indices
    self.positions = positions
    self.textureCoordinates = textureCoordinates
    self.image = image
    self.finish = finish
  }
}
