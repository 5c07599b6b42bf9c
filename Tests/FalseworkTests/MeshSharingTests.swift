// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

@Suite("The mesh of a picture", .timeLimit(.minutes(2))) struct MeshSharingTests {
  @Test("depends on what the picture's file holds, not on where it is, and on every parameter")
  func identity() async throws {
    try await withServer { server, client in
      let (one, two) = (try PictureFile.bytes("rgb.png"), try PictureFile.bytes("rgba.png"))
      var tags: [String] = []
      for (url, seed) in [
        (PictureFile.embedded(one), nil), (try await client.upload(one), nil),
        (PictureFile.embedded(one, type: "image/webp"), nil), (PictureFile.embedded(two), nil),
        (PictureFile.embedded(one), 7), (PictureFile.embedded(two), 7), ("https://a.test/b", 7),
        ("sha256:" + Digest.hexadecimal(of: one), 7), ("sha256:../falsework.sqlite", 7),
      ] as [(String, Int?)] {
        let reply = try await client.mesh(of: url, seed: seed)
        let path = try server.path(of: reply.json["model_mesh"]?["url"])
        tags.append(try #require(try await client.send("HEAD", path).fields[.eTag]))
      }
      #expect(tags[0] == tags[1] && tags[1] == tags[2])
      // What the server calls a picture's contents inside is no way to name them.
      #expect(tags[6] == tags[7] && tags[6] == tags[8])
      #expect(Set(tags).count == 5, "\(tags)")
    }
  }

  @Test("is made once for all who ask for it, and outlives him who asked first")
  func sharing() async throws {
    try await withTemporaryFolder { folder in
      let url = PictureFile.embedded(try PictureFile.bytes("rgb.png"))
      var path = ""
      try await withServer(in: folder) { (server, client) async throws in
        for key in ["one:x", "two:x", "two:x"] {
          let reply = try await client.with(key: key).mesh(of: url, seed: 3)
          path = try server.path(of: reply.json["model_mesh"]?["url"])
        }
        #expect(try Self.linkCounts(in: folder) == [3, 3, 3])
        let reset = try await client.with(key: "one:x").send("POST", "/_falsework/reset?key=one")
        #expect(reset.status == 200, "\(reset.text)")
        #expect(try await client.send("GET", path).content.starts(with: Array("glTF".utf8)))
      }
      // Nor is it made again by the next server.
      try await withServer(in: folder) { (_, client) async throws in
        #expect(try await client.with(key: "three:x").mesh(of: url, seed: 3).status == 200)
        #expect(try Self.linkCounts(in: folder) == [3, 3, 3])
      }
    }
  }

  private static func linkCounts(in folder: String) throws -> [Int] {
    let files = folder + "/files"
    return try FileManager.default.contentsOfDirectory(atPath: files).map { name in
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(files)/\(name)")
      return attributes[.referenceCount] as? Int ?? 0
    }
  }
}
