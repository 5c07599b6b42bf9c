// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkMesh
import FalseworkQueue
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

/// URLs of pictures, and the file of Fixtures/meshes that bears the name of each.
private enum NamedPictures {
  static let rows = [
    ("https://a.test/fox.png", "fox"), ("https://a.test/x.y/MUG.final.JPEG", nil),
    ("https://a.test/Mug.jpeg?fox.png#fox.png", "mug"), ("https://a.test/f%6Fx.png", "fox"),
    ("https://a.test/creature", "creature"), ("creature.webp", "creature"),
    ("https://v3b.fal.media/files/b/0a8c0ab4/0123456789abcdefghijk_mug.png", "mug"),
    ("https://a.test/0123456789abcdefghijk_mug.png", nil), ("https://a.test/fox.png/", "fox"),
    ("https://a.test/", nil),
  ]
}

@Suite("Files in the place of meshes", .timeLimit(.minutes(2))) struct CannedMeshTests {
  private static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/meshes").standardizedFileURL.path()
  private static let names = ["creature", "fox", "mug"]

  private static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(shipped)/\(name).glb")))
  }

  @Test("that ship are sound", arguments: names)
  func sound(name: String) throws {
    let report = GLBInspector().inspect(try Self.bytes(name))
    #expect(report.issues(.error).isEmpty && report.issues(.warning).isEmpty)
  }

  @Test("are one for all pictures where one is given, as it is when it is asked for")
  func one() async throws {
    try await withTemporaryFolder { folder in
      let file = folder + "/any.glb"
      try write("glTF and so on", to: file)
      try await withServer(adjust: { $0.cannedMeshes = file }) { (server, client) async throws in
        for seed in 1...2 {
          let mesh = try await mesh(of: "https://a.test/b", seed: seed, server, client)
          #expect(mesh == Array("glTF and so on".utf8))
        }
        try write("something else", to: file)
        let mesh = try await mesh(of: "https://a.test/b", seed: 1, server, client)
        #expect(mesh == Array("something else".utf8))
        try FileManager.default.removeItem(atPath: file)
        #expect(try await client.mesh(of: "https://a.test/b").status == 500)
      }
    }
  }

  @Test("of a folder go by the name of the picture")
  func named() async throws {
    let meshes = Dictionary(
      uniqueKeysWithValues: try Self.names.map { (try Self.bytes($0), $0) })
    try await withServer(adjust: { $0.cannedMeshes = Self.shipped }) { server, client in
      let uploaded = try await client.upload(try PictureFile.bytes("rgb.png"), as: "Fox.png")
      for (url, name) in NamedPictures.rows + [(uploaded, "fox")] {
        guard let name else { continue }
        let found = meshes[try await mesh(of: url, seed: 1, server, client)]
        #expect(found == name, "\(url)")
      }
    }
  }

  @Test("of a folder are otherwise chosen by the input, whatever the order in the folder")
  func drawn() async throws {
    var choices: [[String]] = []
    for names in [["b.glb", "a.glb", "C.GLB", ".d.glb", "e.txt"], ["C.GLB", "a.glb", "b.glb"]] {
      try await withTemporaryFolder { folder in
        for name in names { try write("glTF \(name)", to: "\(folder)/\(name)") }
        try await withServer(adjust: { $0.cannedMeshes = folder + "/" }) {
          (server, client) async throws in
          let picture = try PictureFile.bytes("rgb.png")
          let inputs =
            NamedPictures.rows.filter { $0.1 == nil }.map { ($0.0, 0) }
            + (1...9).map { ("https://a.test/x", $0) }
            + [
              (PictureFile.embedded(picture), 0),
              (try await client.upload(picture, as: "z.png"), 0),
            ]
          var choice: [String] = []
          for (url, seed) in inputs {
            let mesh = try await mesh(of: url, seed: seed, server, client)
            choice.append(String(decoding: mesh, as: UTF8.self))
          }
          choices.append(choice)
        }
      }
    }
    #expect(choices[0] == choices[1])
    #expect(Set(choices[0]) == ["glTF a.glb", "glTF b.glb", "glTF C.GLB"])
    // Where the picture lies makes no difference.
    #expect(choices[0].suffix(2).first == choices[0].last)
  }

  @Test("that cannot be served are named at the start, with what to do")
  func refused() async throws {
    try await withTemporaryFolder { folder in
      for name in ["empty", "large", "odd", "odd/a.glb"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      }
      try write("x", to: folder + "/empty/a.txt")
      try write("", to: folder + "/large/b.glb")
      let handle = try #require(FileHandle(forWritingAtPath: folder + "/large/b.glb"))
      try handle.truncate(atOffset: 256 << 20 + 1)
      try handle.close()
      for (path, message) in [
        ("/none.glb", "cannot read the mesh \(folder)/none.glb: No such file or directory; name"),
        ("/empty", "the folder \(folder)/empty has no .glb files; put one there, such as"),
        ("/large", "the mesh \(folder)/large/b.glb has more than 256 MiB; make it smaller, or"),
        ("/odd", "cannot read the mesh \(folder)/odd/a.glb: it is no file; name a GLB file, or"),
      ] {
        let error = await #expect(throws: (any Error).self) {
          try await withServer(adjust: { $0.cannedMeshes = folder + path }) {
            (_, _) async throws in
          }
        }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.hasPrefix(message) && text.hasSuffix(" with --mesh"), "\(text)")
      }
    }
  }

  @Test("that the system does not let us read are told of in its words")
  func unreadable() async throws {
    let log = LogLines()
    try await withTemporaryFolder { folder in
      var configuration = MockConfiguration(stateFolder: folder)
      configuration.preset = .instant
      // A file that is there, but of which nothing can be read at its beginning.
      configuration.cannedMeshes = "/proc/self/mem"
      let server = try MockServer.start(configuration, logger: log.logger)
      let client = WireClient(port: server.port)
      #expect(try await client.mesh(of: "https://a.test/b").status == 500)
      await server.stop()
    }
    let lines = log.take()
    let reason = "cannot read the mesh /proc/self/mem: Input/output error; name a GLB file"
    #expect(lines.contains { $0.contains(reason) }, "\(lines)")
  }

  @Test("that do not begin as meshes are warned of at the start")
  func strange() async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/meshes", withIntermediateDirectories: true)
      for name in 0..<10 { try write("<html>", to: "\(folder)/meshes/\(name).glb") }
      try write(String(repeating: "aä", count: 200), to: folder + "/long.glb")
      try write("\u{1}\u{2}", to: folder + "/odd.glb")
      for (path, files) in [
        (Self.shipped, nil),
        (folder + "/meshes/9.glb", "\(folder)/meshes/9.glb (probably an HTML page)"),
        (folder + "/long.glb", "\(folder)/long.glb (probably a text)"),
        (folder + "/odd.glb", "\(folder)/odd.glb"),
        (
          folder + "/meshes",
          (0..<8).map { "\(folder)/meshes/\($0).glb (probably an HTML page)" }
            .joined(separator: ", ") + " and 2 more"
        ),
      ] {
        var configuration = MockConfiguration(stateFolder: folder + "/state")
        configuration.cannedMeshes = path
        let log = LogLines()
        await (try MockServer.start(configuration, logger: log.logger)).stop()
        let warnings = log.take().filter { $0.contains("do not begin as a GLB") }
        #expect(warnings.count == (files == nil ? 0 : 1))
        #expect(warnings.allSatisfy { $0.hasSuffix(" files=\(files ?? "")") }, "\(warnings)")
      }
    }
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func mesh(
    of url: String, seed: Int, _ server: MockServer, _ client: WireClient
  ) async throws -> [UInt8] {
    let reply = try await client.mesh(of: url, seed: seed)
    let path = try server.path(of: reply.json["model_mesh"]?["url"])
    let file = try await client.send("GET", path)
    #expect(reply.json["model_mesh"]?["file_size"]?.numberValue?.intValue == file.content.count)
    return file.content
  }
}
