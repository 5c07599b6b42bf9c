// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkMesh
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

@Suite("An endpoint from a document") struct DocumentEndpointTests {
  static let gargoyle = MadeUpDocument.json(
    "made-up/gargoyle/paint", category: "text-to-image",
    input: [
      "type": "object", "required": ["prompt"],
      "x-fal-order-properties": ["prompt", "mood", "teeth"],
      "properties": [
        "prompt": ["type": "string", "minLength": 3],
        "mood": ["type": "string", "enum": ["stern", "sly"], "default": "sly"],
        "teeth": ["type": "integer", "minimum": 2, "maximum": 32, "default": 30],
      ],
    ],
    output: [
      "type": "object", "required": ["picture", "weight", "motto", "prompt"],
      "properties": [
        "picture": ["$ref": "#/components/schemas/Image"],
        "weight": ["type": "number", "minimum": 10, "maximum": 20],
        "motto": ["type": "string", "maxLength": 8],
        "prompt": ["type": "string"],
        "roar": ["$ref": "#/components/schemas/Audio"],
      ],
    ],
    components: [
      "Image": [
        "type": "object", "required": ["url", "width", "height"],
        "properties": [
          "url": ["type": "string"], "content_type": ["type": "string"],
          "file_size": ["type": "integer"], "width": ["type": "integer"],
          "height": ["type": "integer"],
        ],
      ],
      "Audio": ["type": "object", "properties": ["url": ["type": "string"]]],
    ])

  @Test("that was never seen before is validated, answered and keeps its files")
  func serves() async throws {
    try await withTemporaryFolder { folder in
      try MadeUpDocument.write(Self.gargoyle, to: folder + "/documents/deep", "any name.json")
      var first: WireClient.Response?
      var path = ""
      for _ in 0..<2 {
        try await withServer(in: folder + "/state", documents: [folder + "/documents"]) {
          _, client in
          if path.isEmpty { path = try await Self.submit(#"{"prompt":"a rainspout"}"#, client) }
          let result = try await client.send("GET", path)
          try await Self.expectGargoyle(result, client)
          let again = first ?? result
          #expect(result.json["weight"] == again.json["weight"])
          first = result
        }
      }
    }
  }

  private static func submit(_ body: String, _ client: WireClient) async throws -> String {
    let submission = try await client.send("POST", "/made-up/gargoyle/paint", body: body)
    #expect(submission.status == 200)
    let id = try #require(submission.json["request_id"]?.stringValue)
    let statusURL = try #require(submission.json["status_url"]?.stringValue)
    #expect(statusURL.hasSuffix("/made-up/gargoyle/requests/\(id)/status"))
    let full = try await client.send("GET", "/made-up/gargoyle/paint/requests/\(id)/status")
    #expect(full.status == 405)
    return "/made-up/gargoyle/requests/\(id)"
  }

  private static func expectGargoyle(
    _ result: WireClient.Response, _ client: WireClient
  ) async throws {
    #expect(result.status == 200)
    let members = try #require(result.json.objectValue).keys
    #expect(members == ["picture", "weight", "motto", "prompt", "roar"])
    #expect(result.json["prompt"] == "a rainspout")
    let weight = try #require(result.json["weight"]?.numberValue?.doubleValue)
    #expect((10...20).contains(weight))
    #expect(try #require(result.json["motto"]?.stringValue).count <= 8)

    let picture = try #require(result.json["picture"])
    #expect(picture["content_type"] == "image/png")
    let image = try await download(picture["url"], client)
    #expect(image.fields[.contentType] == "image/png")
    #expect(image.content.starts(with: [0x89, 0x50, 0x4e, 0x47]))
    #expect(picture["file_size"]?.numberValue?.intValue == image.content.count)
    try #require(image.content.count > 24)
    // IHDR is the first chunk: length, name, then width and height.
    let width = image.content[16..<20].reduce(0) { $0 << 8 | Int($1) }
    #expect(picture["width"]?.numberValue?.intValue == width)

    let roar = try await download(result.json["roar"]?["url"], client)
    #expect(roar.fields[.contentType] == "audio/wav")
    #expect(roar.content.starts(with: Array("RIFF".utf8)))
    try #require(roar.content.count > 44)
    let length = roar.content[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(length == roar.content.count - 8)
  }

  private static func download(
    _ url: JSONValue?, _ client: WireClient
  ) async throws -> WireClient.Response {
    let parts = try #require(url?.stringValue).split(separator: "/", maxSplits: 2)
    let response = try await client.send("GET", "/" + parts[2])
    #expect(response.status == 200)
    return response
  }

  @Test(
    "refuses bad input in the words of fal's runner",
    arguments: [
      ("{}", "missing", "prompt"), (#"{"prompt":"ab"}"#, "string_too_short", "prompt"),
      (#"{"prompt":"abc","mood":"glad"}"#, "literal_error", "mood"),
      (#"{"prompt":"abc","teeth":33}"#, "less_than_equal", "teeth"),
    ])
  func refuses(body: String, type: String, field: String) async throws {
    try await withTemporaryFolder { folder in
      try MadeUpDocument.write(Self.gargoyle, to: folder + "/documents", "a.json")
      try await withServer(in: folder + "/state", documents: [folder + "/documents"]) { _, client in
        let reply = try await client.send("POST", "/fal.run/made-up/gargoyle/paint", body: body)
        #expect(reply.status == 422)
        #expect(reply.json["detail"]?[0]?["type"]?.stringValue == type)
        #expect(reply.json["detail"]?[0]?["loc"]?[1]?.stringValue == field)
      }
    }
  }

  @Test("in YAML is the same as in JSON")
  func yaml() async throws {
    let yaml = """
      openapi: 3.0.4
      info:
        title: t
        version: "1"
        x-fal-metadata: {endpointId: made-up/tally, category: other}
      paths:
        /made-up/tally:
          post:
            responses: {200: {description: d}}
        /made-up/tally/requests/{request_id}:
          get:
            responses:
              200:
                description: d
                content:
                  application/json:
                    schema: {type: object, properties: {total: {type: integer, default: 12}}}
      """
    try await withTemporaryFolder { folder in
      try MadeUpDocument.write(yaml, to: folder + "/documents", "tally.yml")
      try await withServer(in: folder + "/state", documents: [folder + "/documents"]) { _, client in
        let reply = try await client.send("POST", "/fal.run/made-up/tally", body: "{}")
        #expect(reply.text == #"{"total":12}"#)
      }
    }
  }

  @Test("under a shipped application is managed there: trellis/multi and trellis-2 give meshes")
  func shipped() async throws {
    let bodies = [
      ("fal-ai/trellis/multi", #"{"image_urls":["x"],"texture_size":512,"mesh_simplify":0.98}"#),
      ("fal-ai/trellis-2", #"{"image_url":"x","texture_size":1024}"#),
    ]
    try await withServer { server, client in
      for (id, body) in bodies {
        let reply = try await client.send("POST", "/fal.run/\(id)", body: body)
        #expect(reply.status == 200)
        let file = try #require(reply.json.objectValue?.members.first?.value)
        #expect(file["file_name"] == "model.glb")
        let mesh = try await Self.download(file["url"], client)
        let side = id == "fal-ai/trellis-2" ? 1024 : 512
        #expect(try GLBReader().summary(of: mesh.content).image?.width == side)
        #expect(server.exampleInput(of: id) != nil)
      }
      #expect(server.exampleInput(of: "nobody/nothing") == nil)
    }
  }
}
