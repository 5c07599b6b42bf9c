// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkMesh
internal import Foundation
internal import Glibc

/// A file that is served as it is in the place of a mesh.
struct CannedMesh: Sendable {
  /// The largest file that is served.
  static let bytesMax = 256 << 20
  static let fileExtension = ".glb"
  /// How much of a file is looked at to tell what it probably is.
  private static let beginningBytesMax = 256

  let path: String
  /// The file's name without its extension, in lower case.
  let stem: String

  /// Names a file, which must be there and not be too large.
  init(_ path: String) throws(CannedMeshProblem) {
    self.path = path
    stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent.lowercased()
    _ = try identity()
  }

  /// What changes when the file does, without a look at its contents.
  func identity() throws(CannedMeshProblem) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw .unreadable(path, String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path, "it is no file") }
    guard status.st_size <= Self.bytesMax else { throw .tooLarge(path) }
    return "\(path) \(status.st_ino) \(status.st_size) \(status.st_mtim)"
  }

  /// Reads the file.
  func bytes() throws(CannedMeshProblem) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw .unreadable(path, error.systemReason)
    }
  }

  /// The path and what the file probably is, where it does not begin as a GLB.
  var strangeName: String? {
    let beginning = beginning
    if beginning.starts(with: "glTF".utf8) { return nil }
    return path + (FileKind(of: beginning).map { " (probably \($0))" } ?? "")
  }

  /// The first bytes of the file; none of one that cannot be read.
  private var beginning: [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: path) else { return [] }
    defer { try? handle.close() }
    return [UInt8]((try? handle.read(upToCount: Self.beginningBytesMax)) ?? Data())
  }
}
