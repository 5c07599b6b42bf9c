// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkQueue
internal import Foundation
internal import Logging

/// The files that are served as they are in the place of meshes: one, or those of a folder.
///
/// They are listed when the server starts, and read when one is needed: all of a folder may be more
/// than memory holds.
struct CannedMeshes: Sendable {
  /// The most files of a folder.
  static let countMax = 4096
  /// The most names that a line of the log has.
  private static let namedCountMax = 8

  /// At least one, in the order of their names, which is the same wherever the folder lies.
  let files: [CannedMesh]

  /// Lists the files at a path.
  init(path: String) throws(CannedMeshProblem) {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    files =
      isThere && isFolder.boolValue ? try Self.files(ofFolder: path) : [try CannedMesh(path)]
  }

  private static func files(ofFolder path: String) throws(CannedMeshProblem) -> [CannedMesh] {
    let all: [String]
    do {
      all = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .unreadable(path, error.systemReason)
    }
    // What begins with a dot is some program's own business.
    let names = all.filter {
      $0.lowercased().hasSuffix(CannedMesh.fileExtension) && !$0.hasPrefix(".")
    }
    guard !names.isEmpty else { throw .emptyFolder(path) }
    guard names.count <= countMax else { throw .tooMany(path) }
    let folder = path.hasSuffix("/") ? path : path + "/"
    return try names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { name throws(CannedMeshProblem) in try CannedMesh(folder + name) }
  }

  /// Returns the file that bears the name of one of the pictures, or else one that is drawn.
  func file(
    forPictures links: [InputLink], orBy generator: () -> SeededGenerator
  ) -> CannedMesh {
    if files.count > 1 {
      for stem in links.compactMap(\.fileStem) {
        if let file = files.first(where: { $0.stem == stem }) { return file }
      }
    }
    var draws = generator()
    return files[Int(draws.next() % UInt64(files.count))]
  }

  /// Warns of files that look as if they were no meshes, which tests of bad ones may want.
  func announce(_ logger: Logger) {
    let strange = files.compactMap(\.strangeName)
    guard !strange.isEmpty else { return }
    let names = strange.prefix(Self.namedCountMax).joined(separator: ", ")
    let rest = strange.count - Self.namedCountMax
    logger.warning(
      "served as they are in the place of meshes, though they do not begin as a GLB does",
      metadata: ["files": "\(names)\(rest > 0 ? " and \(rest) more" : "")"])
  }
}

extension InputLink {
  /// The name of the picture's file without its extension, in lower case; `nil` where it has none.
  fileprivate var fileStem: String? {
    guard showsPicture, !DataURI.isOne(url) else { return nil }
    let path = url.prefix { $0 != "?" && $0 != "#" }
    let written = path.split(separator: "/").last.map(String.init) ?? ""
    var name = written.removingPercentEncoding ?? written
    // fal's CDN puts 21 characters and a line before the name that a file was uploaded with.
    let mark = name.utf8.prefix(22)
    if OwnLink.path(of: url) != nil, mark.count == 22, mark.last == UInt8(ascii: "_") {
      name = String(decoding: name.utf8.dropFirst(22), as: UTF8.self)
    }
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
    return stem.isEmpty ? nil : stem.lowercased()
  }
}
