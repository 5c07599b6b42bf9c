// Falsework
// SPDX-License-Identifier: MIT

/// A picture of a mesh as a photographer of products would take it.
///
/// A software renderer: the mesh stands on a light ground under a soft key light from the left and
/// a pale sky, seen a little from above and from its left front. Broken meshes are shown as far as
/// they can be, as viewers do; equal files give equal bytes.
public struct MeshPreview: Sendable {
  /// The sides that are allowed, in pixels.
  public static let sideBounds = 16...2048
  /// The most pictures on a sheet.
  public static let sheetCountMax = 64
  /// The most triangles that are drawn.
  static let facesMax = 1 << 20

  /// The width and height in pixels.
  public let side: Int

  /// Sets the width and height, which are brought within ``sideBounds``.
  public init(side: Int = 512) {
    self.side = min(max(side, Self.sideBounds.lowerBound), Self.sideBounds.upperBound)
  }

  /// Draws a binary glTF file.
  public func render(_ file: [UInt8]) throws(MeshPreviewError) -> RGBImage {
    var subject = try PreviewSubject(file)
    let dome = LampDome(subject)
    dome.light(&subject)
    let camera = PreviewCamera(subject)
    var canvas = PreviewCanvas(side: side, camera: camera)
    canvas.draw(subject)
    return canvas.developed(subject, ground: GroundShadow(dome, level: subject.groundLevel))
  }

  /// Draws several files on one sheet, row by row, each as large as a picture; at most
  /// ``sheetCountMax`` of them.
  public func sheet(_ files: [[UInt8]]) throws(MeshPreviewError) -> RGBImage {
    guard !files.isEmpty else { throw .nothingToShow }
    var tiles: [RGBImage] = []
    for file in files.prefix(Self.sheetCountMax) { tiles.append(try render(file)) }
    return Self.sheet(of: tiles, side: side)
  }

  /// Lays pictures of one size on a sheet that is about as wide as it is high.
  static func sheet(of tiles: [RGBImage], side: Int) -> RGBImage {
    var columns = 1
    while columns * columns < tiles.count { columns += 1 }
    return RGBImage(sheet: tiles, columns: columns, side: side)
  }
}

/// Why a file cannot be drawn.
public enum MeshPreviewError: Error, Sendable, Hashable {
  /// The container or the JSON cannot be read.
  case unreadable(GLBError)
  /// There is no triangle that could be drawn.
  case nothingToShow
  /// There are more triangles than the limit.
  case tooManyFaces(count: Int, limit: Int)
}

extension MeshPreviewError: CustomStringConvertible {
  /// A clause that names what is wrong.
  public var description: String {
    switch self {
    case .unreadable(let error): "the mesh cannot be read: \(error)"
    case .nothingToShow: "the mesh has no triangle that could be drawn"
    case .tooManyFaces(let count, let limit):
      "the mesh has \(count) triangles, more than \(limit)"
    }
  }
}
