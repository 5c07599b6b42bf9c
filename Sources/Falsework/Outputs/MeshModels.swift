// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkMesh
internal import Foundation

/// How the mock comes by its meshes, as it was told.
struct MeshModels: Sendable {
  /// A file that stands for every mesh.
  struct Canned: Sendable {
    let bytes: [UInt8]
    let digest: String
  }

  /// The largest file that is served in the place of meshes.
  static let fileBytesMax = 256 << 20

  let canned: Canned?
  let style: MeshStyle

  init(_ configuration: MockConfiguration) throws(Problem) {
    style = configuration.meshStyle
    canned = try configuration.meshFile.map { path throws(Problem) in try Self.read(path) }
  }

  /// Why a file cannot be served.
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  private static func read(_ path: String) throws(Problem) -> Canned {
    let bytes: [UInt8]
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      guard (attributes[.size] as? Int ?? 0) <= fileBytesMax else {
        throw Problem(description: "the mesh \(path) has more than \(fileBytesMax >> 20) MiB")
      }
      bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(
        description: "cannot read the mesh \(path): \(error.localizedDescription); "
          + "name a file with --mesh FILE")
    }
    return Canned(bytes: bytes, digest: Digest.hexadecimal(of: bytes))
  }
}
