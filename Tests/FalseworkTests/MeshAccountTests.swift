// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Logging
import Testing

/// Pictures that no mesh is made of though fal may take them, and why.
private enum UnshownPictures {
  static let rows: [(bytes: @Sendable () throws -> [UInt8], reason: String)] = [
    (
      { try PictureFile.header(width: 9000, height: 900) },
      "a picture of 9000×900 pixels is larger than is read, at most 8192 a side"
    ),
    (
      { try PictureFile.header(width: 5000, height: 5000) },
      "a picture of 5000×5000 pixels is larger than is read, at most 16777216 in all"
    ),
    ({ try PictureFile.transparent() }, "every pixel of the picture is transparent"),
  ]
}

@Suite("What a mesh shows", .timeLimit(.minutes(2))) struct MeshAccountTests {
  @Test("is told by its request, in the journal and the log where no picture can be shown")
  func unshown() async throws {
    for (bytes, reason) in UnshownPictures.rows {
      let log = LogLines()
      try await withTemporaryFolder { folder in
        var configuration = MockConfiguration(stateFolder: folder)
        configuration.preset = .instant
        let server = try MockServer.start(configuration, logger: log.logger)
        let client = WireClient(port: server.port)
        let bytes = try bytes()
        for url in [PictureFile.embedded(bytes), try await client.upload(bytes)] {
          let mesh = try await mesh(of: url, client)
          #expect(mesh == ["source": "creature", "because": .string("/image_url: \(reason)")])
        }
        await server.settle()
        let notes = try await client.journal().flatMap { $0["notes"]?.arrayValue ?? [] }
        let text = "/image_url: \(reason); the mesh shows an animal instead"
        let note: JSONValue = ["kind": "unusable_picture", "text": .string(text)]
        #expect(notes.filter { $0 == note }.count == 2, "\(notes)")
        await server.stop()
        #expect(log.take().filter { $0.contains(text) }.count == 2)
      }
    }
  }

  @Test("is the subject of the picture, told in its way")
  func pictures() async throws {
    try await withServer { _, client in
      for (name, subject) in [
        ("fox", "cutOut"), ("mushroom", "beforeBackdrop"), ("scene", "wholeFrame"),
      ] {
        let url = PictureFile.embedded(try PictureFile.bytes("../\(name).png"))
        let mesh = try await mesh(of: url, client)
        #expect(mesh == ["source": "picture", "subject": .string(subject)], "\(name)")
      }
      let notes = try await client.journal().flatMap { $0["notes"]?.arrayValue ?? [] }
      #expect(notes.isEmpty, "\(notes)")
    }
  }

  @Test("is an animal for what is not downloaded, and which option does that is told")
  func elsewhere() async throws {
    try await withServer { _, client in
      for url in ["https://a.test/fox.png", "sha256:00"] {
        let mesh = try await mesh(of: url, client)
        #expect(mesh?["source"] == "creature")
        #expect(mesh?["because"]?.stringValue?.contains("--fetch-inputs") == true, "\(url)")
      }
    }
  }

  @Test("is told of pictures that were downloaded, and of none that could not be")
  func downloaded() async throws {
    let large = try PictureFile.header(width: 9000, height: 900)
    try await WebhookReceiver.with([.content(large), .status(404)]) { receiver, port in
      try await withServer(
        adjust: { $0.inputFetching = InputFetching(allowing: ["127.0.0.1"]) }
      ) { (_, client) async throws in
        let url = "http://127.0.0.1:\(port)/a.png"
        let mesh = try await mesh(of: url, client)
        #expect(mesh?["because"]?.stringValue?.contains("at most 8192 a side") == true)
        #expect(try await self.mesh(of: url, client, status: 422) == .null)
      }
    }
  }

  @Test("is what a given file shows, whatever the picture")
  func canned() async throws {
    try await withTemporaryFolder { folder in
      try Data("glTF".utf8).write(to: URL(filePath: folder + "/a.glb"))
      try await withServer(adjust: { $0.cannedMeshes = folder }) { (_, client) async throws in
        let url = PictureFile.embedded(try PictureFile.transparent())
        #expect(try await mesh(of: url, client)?["source"] == "file")
        let notes = try await client.journal().flatMap { $0["notes"]?.arrayValue ?? [] }
        #expect(notes.isEmpty, "\(notes)")
      }
    }
  }

  /// What the control interface says of the mesh of a picture, once it was made.
  private func mesh(
    of url: String, _ client: WireClient, status: Int = 200
  ) async throws -> JSONValue? {
    let result = try await client.mesh(of: url)
    #expect(result.status == status)
    let id = try #require(result.fields[.falRequestID])
    return try await client.send("GET", "/_falsework/requests/\(id)").json["mesh"]
  }
}
