// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation

/// The work tree that these tests belong to.
enum Repository {
  /// The top folder: the nearest above this file that has a manifest and the sources.
  static let root: URL = {
    var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    while folder.path != "/", !isTop(folder) { folder.deleteLastPathComponent() }
    return folder
  }()

  private static func isTop(_ folder: URL) -> Bool {
    ["Package.swift", "Sources/FalseworkProtocol"].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
  }

  /// Every file that git tracks or would track, by path from the top.
  ///
  /// Without git it is every file outside dotted folders and what a build or a demo leaves.
  static let files: [String] = {
    let listed = filesOfGit() ?? filesOfFolder()
    return listed.filter { isFile(root.appending(path: $0)) }.sorted()
  }()

  /// The Swift files of the sources.
  static let sources = swiftFiles(below: "Sources/")
  /// The Swift files of the tests.
  static let tests = swiftFiles(below: "Tests/")
  /// The manifest.
  static let manifest = file("Package.swift")

  static func file(_ path: String) -> SourceFile {
    SourceFile(path: path, text: String(decoding: contents(path), as: UTF8.self))
  }

  static func contents(_ path: String) -> [UInt8] {
    guard let data = try? Data(contentsOf: root.appending(path: path)) else { return [] }
    return [UInt8](data)
  }

  private static func swiftFiles(below folder: String) -> [SourceFile] {
    files.filter { $0.hasPrefix(folder) && $0.hasSuffix(".swift") }.map(file)
  }

  private static func isFile(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    return exists && !isFolder.boolValue
  }

  private static func filesOfGit() -> [String]? {
    let command =
      ["git", "-C", root.path, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    guard let listing = try? ExternalProgram(command).outcomeBlocking() else { return nil }
    let paths = listing.content.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return listing.status == 0 && !paths.isEmpty ? paths : nil
  }

  private static func filesOfFolder() -> [String] {
    let leftovers: Set = ["falsework-demo", "Package.resolved", "__pycache__"]
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    return (paths ?? []).filter { path in
      let parts = path.split(separator: "/").map(String.init)
      return !(parts.first?.hasPrefix(".") ?? true) && leftovers.isDisjoint(with: parts)
    }
  }
}
