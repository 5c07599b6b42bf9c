// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

@Suite("The files that an input names") struct FetchTests {
  @Test("are known by their contents when they were uploaded here, by whatever door")
  func uploads() async throws {
    try await withServer { server, client in
      var meshes: [[UInt8]] = []
      for (name, door) in [("rgb.png", ""), ("rgb.png", "https://"), ("rgba.png", "")] {
        let own = try await client.upload(try PictureFile.bytes(name))
        let url = door.isEmpty ? own : door + own.dropFirst(server.url.count + 1)
        let result = try await run(["image_url": .string(url)], client)
        let mesh = try #require(result.json["model_mesh"]?["url"]?.stringValue)
        let read = try await client.send("GET", String(mesh.dropFirst(server.url.count)))
        meshes.append(read.content)
      }
      #expect(meshes[0] == meshes[1])
      #expect(meshes[0] != meshes[2])
    }
  }

  @Test("are missing when nothing was put where they should be")
  func unfilled() async throws {
    try await withServer { server, client in
      let form = #"{"file_name":"a.png","content_type":"image/png"}"#
      let reply = try await client.send("POST", UploadCases.initiation, body: form)
      let url = try #require(reply.json["file_url"]?.stringValue)
      let result = try await run(["image_url": .string(url)], client)
      #expect(result.status == 422)
      #expect(
        result.text == """
          {"detail":[{"loc":["body","image_url"],"msg":"Failed to download the file. Please check \
          if the URL is accessible and try again.","type":"file_download_error",\
          "url":"https://docs.fal.ai/errors#file_download_error","input":"\(url)"}]}
          """)
      #expect(result.fields[.falBillableUnits] == "0")
      // What was found is kept: the result is the same after the file has come.
      let path = String(url.dropFirst(server.url.count))
      #expect(try await client.send("PUT", path, body: "late").status == 200)
      let id = try #require(result.fields[.falRequestID])
      #expect(try await client.send("GET", "/fal-ai/trellis/requests/\(id)").status == 422)
    }
  }

  @Test("are not asked for elsewhere unless the server was told to")
  func foreign() async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      let url = JSONValue.string("http://127.0.0.1:\(port)/a.png")
      try await withServer { (_, client) async throws in
        #expect(try await run(["image_url": url], client).status == 200)
      }
      // Being told is not enough for an address that is not the whole world's.
      for address in ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "169.254.169.254", "10.0.0.1"] {
        let url = JSONValue.string("http://\(address):\(port)/a.png")
        try await withServer(adjust: { $0.inputFetching = InputFetching() }) {
          (_, client) async throws in
          let result = try await run(["image_url": url], client)
          #expect(result.status == 422, "\(address)")
          #expect(result.json["detail"]?[0]?["type"] == "file_download_error")
        }
      }
      #expect(receiver.count == 0)
    }
  }

  @Test("are downloaded from an address that was allowed, once, and all their troubles told")
  func fetched() async throws {
    let picture = WebhookReceiver.Answer.content(try PictureFile.bytes("rgb.png"))
    try await WebhookReceiver.with([picture, .status(404)]) { receiver, port in
      try await withServer(
        adjust: { $0.inputFetching = InputFetching(allowing: ["127.0.0.1"]) }
      ) { (_, client) async throws in
        let url = JSONValue.string("http://127.0.0.1:\(port)/a.png")
        let good = try await run(["image_url": url], client)
        #expect(good.status == 200)
        let id = try #require(good.fields[.falRequestID])
        #expect(try await client.send("GET", "/fal-ai/trellis/requests/\(id)").status == 200)
        #expect(receiver.count == 1)
        let bad = try await run(
          [
            "image_urls": [
              "ftp://x/y", url, "nonsense",
              .string(PictureFile.embedded(try PictureFile.bytes("rgb.png"))),
            ]
          ], client, "/multi")
        let places = bad.json["detail"]?.arrayValue?.compactMap { $0["loc"]?.text(.compact) }
        #expect(bad.status == 422)
        #expect(
          places == [0, 1, 2].map { #"["body","image_urls",\#($0)]"# }, "\(bad.text)")
      }
    }
  }

  @Test("are kept, so that a mesh that was not made in time is made of them after a restart")
  func restart() async throws {
    let bytes = try PictureFile.bytes("rgba.png")
    try await WebhookReceiver.with([.content(bytes), .status(404)]) { receiver, port in
      try await withTemporaryFolder { folder in
        let url = "http://127.0.0.1:\(port)/a.png"
        let id = try await withServer(in: folder, adjust: Self.fetching) { (_, client) in
          // The picture can be kept, but no mesh.
          try FileManager.default.removeItem(atPath: folder + "/files")
          let result = try await client.mesh(of: url, seed: 5)
          #expect(result.status == 500, "\(result.text)")
          return try #require(result.fields[.falRequestID])
        }
        try await withServer(in: folder, adjust: Self.fetching) { (server, client) async throws in
          let result = try await client.send("GET", "/fal-ai/trellis/requests/\(id)")
          let model = try await client.mesh(of: PictureFile.embedded(bytes), seed: 5)
          var tags: [String?] = []
          for reply in [result, model] {
            let path = try server.path(of: reply.json["model_mesh"]?["url"])
            tags.append(try await client.send("HEAD", path).fields[.eTag])
          }
          #expect(tags[0] == tags[1])
        }
      }
      #expect(receiver.count == 1)
    }
  }

  @Test("are kept once for all who name them, and go with the last of them")
  func sharing() async throws {
    let bytes = try PictureFile.bytes("rgba.png")
    try await WebhookReceiver.with([.content(bytes)]) { _, port in
      try await withTemporaryFolder { folder in
        try await withServer(in: folder, adjust: Self.fetching) { (_, client) async throws in
          let kept = { () throws -> [[UInt8]] in
            try FileManager.default.contentsOfDirectory(atPath: folder + "/inputs").map { name in
              [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/inputs/\(name)")))
            }
          }
          for (key, isUploaded) in [("one", false), ("two", true)] {
            let client = client.with(key: key + ":x")
            let url =
              isUploaded ? try await client.upload(bytes) : "http://127.0.0.1:\(port)/a.png"
            #expect(try await client.mesh(of: url).status == 200)
          }
          for (key, count) in [("one", 1), ("two", 0)] {
            #expect(try kept() == Array(repeating: bytes, count: 1))
            let reset = try await client.send("POST", "/_falsework/reset?key=\(key)")
            #expect(reset.status == 200)
            #expect(try kept().count == count)
          }
        }
      }
    }
  }

  private static func fetching(_ configuration: inout MockConfiguration) {
    configuration.inputFetching = InputFetching(allowing: ["127.0.0.1"])
  }

  @Test("lead through redirects, but not to where they may not lead, and not for ever")
  func redirects() async throws {
    for (target, status) in [("/there", 200), ("http://localhost:1/x", 422)] {
      try await WebhookReceiver.with(
        [.redirect(to: target), .content(try PictureFile.bytes("rgb.png"))]
      ) { receiver, port in
        try await withServer(
          adjust: { $0.inputFetching = InputFetching(allowing: ["127.0.0.1"]) }
        ) { (_, client) async throws in
          let url = JSONValue.string("http://127.0.0.1:\(port)/a.png")
          #expect(try await run(["image_url": url], client).status == status)
          #expect(receiver.count == (status == 200 ? 2 : 1))
        }
      }
    }
    try await WebhookReceiver.with(Array(repeating: .redirect(to: "/again"), count: 9)) {
      receiver, port in
      try await withServer(
        adjust: { $0.inputFetching = InputFetching(allowing: ["127.0.0.1"]) }
      ) { (_, client) async throws in
        let url = JSONValue.string("http://127.0.0.1:\(port)/a.png")
        #expect(try await run(["image_url": url], client).status == 422)
        #expect(receiver.count == 4)
      }
    }
  }

  private func run(
    _ input: JSONObject, _ client: WireClient, _ subpath: String = ""
  ) async throws -> WireClient.Response {
    var input = input
    input["texture_size"] = 512
    return try await client.send(
      "POST", "/fal.run/fal-ai/trellis\(subpath)", body: JSONValue.object(input).text(.compact))
  }
}
