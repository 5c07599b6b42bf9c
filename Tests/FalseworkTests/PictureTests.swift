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

/// Files, and what fal calls that which is wrong with them.
private enum Judgements {
  static let rows: [(name: String, bytes: @Sendable () throws -> [UInt8], type: String?)] = [
    ("a PNG", { try PictureFile.bytes("rgba.png") }, nil),
    ("a JPEG", { try PictureFile.bytes("progressive.jpg") }, nil),
    ("a WebP", { try PictureFile.bytes("lossy-alpha.webp") }, nil),
    ("a GIF", { try PictureFile.bytes("palette.gif") }, "unsupported_image_format"),
    ("an AVIF", { try PictureFile.bytes("plain.avif") }, "unsupported_image_format"),
    ("half a PNG", { Array(try PictureFile.bytes("rgba.png").prefix(60)) }, "image_load_error"),
    ("most of a JPEG", { try PictureFile.bytes("cmyk.jpg").dropLast(9) }, "image_load_error"),
    ("a page", { Array("<!doctype html><h1>Not found</h1>".utf8) }, "image_load_error"),
    ("nothing", { [] }, "image_load_error"),
    // fal takes pictures that are larger than we read, but none that Pillow takes for an attack.
    ("a large picture", { try PictureFile.header(width: 9000, height: 9000) }, nil),
    (
      "a bomb", { try PictureFile.header(width: 20_000, height: 20_000) }, "image_load_error"
    ),
  ]
}

@Suite("The picture of an input", .timeLimit(.minutes(2))) struct PictureTests {
  @Test(
    "is judged alike, whether it was uploaded or is written into the input",
    arguments: Judgements.rows)
  func judgement(
    name: String, bytes: @Sendable () throws -> [UInt8], type: String?
  ) async throws {
    let bytes = try bytes()
    try await withServer { _, client in
      var types: [String?] = []
      for url in [PictureFile.embedded(bytes), try await client.upload(bytes)] {
        let reply = try await client.mesh(of: url)
        #expect(reply.status == (type == nil ? 200 : 422), "\(name)")
        types.append(reply.json["detail"]?[0]?["type"]?.stringValue)
      }
      #expect(types == [type, type], "\(name)")
    }
  }

  @Test("that was downloaded is judged too", arguments: Judgements.rows)
  func downloaded(
    name: String, bytes: @Sendable () throws -> [UInt8], type: String?
  ) async throws {
    try await WebhookReceiver.with([.content(try bytes())]) { _, port in
      try await withServer(
        adjust: { $0.inputFetching = InputFetching(allowing: ["127.0.0.1"]) }
      ) { (_, client) async throws in
        let reply = try await client.mesh(of: "http://127.0.0.1:\(port)/a.png")
        #expect(reply.status == (type == nil ? 200 : 422), "\(name)")
        #expect(reply.json["detail"]?[0]?["type"]?.stringValue == type)
      }
    }
  }

  @Test("that cannot be used is told of at the result, after a short run with a clean status")
  func atTheResult() async throws {
    try await withServer(.realistic, adjust: { $0.time = .manual }) { server, client in
      let url = try await client.upload(try PictureFile.bytes("palette.gif"))
      let submission = try await client.submit(#"{"image_url":"\#(url)"}"#)
      #expect(submission.status == 200)
      try await server.advanceUntilIdle()
      let id = try #require(submission.json["request_id"]?.stringValue)
      let path = "/fal-ai/trellis/requests/\(id)"
      let status = try await client.send("GET", path + "/status?logs=1").json
      #expect(status["status"] == "COMPLETED" && status["error"] == nil)
      #expect(status["logs"] == [])
      let seconds = status["metrics"]?["inference_time"]?.numberValue?.doubleValue
      #expect(seconds.map { $0 < 1 } == true)

      let result = try await client.send("GET", path)
      #expect(result.status == 422)
      #expect(result.fields[.falBillableUnits] == "0")
      #expect(
        result.text == """
          {"detail":[{"loc":["body","image_url"],"msg":"Unsupported image format. Supported \
          formats are png, jpg, webp.","type":"unsupported_image_format",\
          "url":"https://docs.fal.ai/errors#unsupported_image_format",\
          "ctx":{"supported_formats":["png","jpg","webp"]},"input":"\(url)"}]}
          """)
      let notes = try await client.journal().flatMap { $0["notes"]?.arrayValue ?? [] }
      let text = "GIF is not read; PNG, JPEG and WebP are; the result is unsupported_image_format"
      let note: JSONValue = ["kind": "unusable_picture", "text": .string("/image_url: " + text)]
      #expect(notes.contains(note), "\(notes)")
    }
  }

  @Test("is missing where this mock gave the URL out, and may be anywhere where it did not")
  func missing() async throws {
    try await withServer { server, client in
      for (url, type) in [
        ("\(server.url)/v3.fal.media/files/b/fa15abcd/0123456789abcdefghijk_a.png", true),
        ("https://v3b.fal.media/files/b/fa15abcd/0123456789abcdefghijk_a.png", true),
        ("https://v3b.fal.media/files/b/0a8c0ab4/0123456789abcdefghijk_a.png", false),
        ("https://example.com/a.gif", false), ("https://falsework.invalid/a.png", false),
      ] {
        let reply = try await client.mesh(of: url)
        #expect(reply.status == (type ? 422 : 200), "\(url)")
        #expect((reply.json["detail"]?[0]?["type"] == "file_download_error") == type)
      }
    }
  }

  @Test("of several is told of by its place")
  func several() async throws {
    try await withServer { _, client in
      let good = PictureFile.embedded(try PictureFile.bytes("rgb.png"))
      let input: JSONValue = ["image_urls": [.string(good), "data:,x", .string(good), "data:x"]]
      let reply = try await client.send(
        "POST", "/fal.run/fal-ai/trellis/multi", body: input.text(.compact))
      let details = try #require(reply.json["detail"]?.arrayValue)
      #expect(reply.status == 422)
      #expect(
        details.map { $0["loc"]?.text(.compact) } == [
          #"["body","image_urls",1]"#, #"["body","image_urls",3]"#,
        ])
      #expect(details.allSatisfy { $0["type"] == "image_load_error" })
    }
  }

  @Test("that is refused is told of in full to its client only, in short to who watches")
  func echo() async throws {
    let long = String(repeating: "A", count: 1_000_000)
    let url = "data:image/png;base64," + long
    // Members that the document does not have are nobody's pictures, but they come along.
    let body = #"{"image_url":"\#(url)","\#(long)_image_url":"data:,x"}"#
    try await withTemporaryFolder { folder in
      let log = LogLines()
      var configuration = MockConfiguration(stateFolder: folder)
      configuration.preset = .instant
      var logger = log.logger
      logger.logLevel = .trace
      let server = try MockServer.start(configuration, logger: logger)
      let client = WireClient(port: server.port)
      let reply = try await client.send("POST", "/fal.run/fal-ai/trellis", body: body)
      let isEchoed = reply.json["detail"]?[0]?["input"] == .string(url)
      #expect(reply.status == 422 && isEchoed)
      await server.settle()

      let entries = try await client.journal()
      #expect(entries.count == 1)
      #expect(entries.allSatisfy { $0.text(.compact).utf8.count < 10_000 })
      let page = try await client.send("GET", "/_falsework/report").text
      #expect(!page.contains(long.prefix(5_000)))
      await server.stop()
      let lines = log.take()
      #expect(!lines.isEmpty && lines.allSatisfy { $0.utf8.count < 1_000 })
    }
  }

  @Test("does not matter where a scenario says how the run ends")
  func scenario() async throws {
    try await withServer { _, client in
      let client = client.with(key: "image-too-large--me:x")
      for name in ["palette.gif", "rgb.png"] {
        let reply = try await client.mesh(of: PictureFile.embedded(try PictureFile.bytes(name)))
        #expect(reply.json["detail"]?[0]?["type"] == "image_too_large", "\(name)")
      }
    }
  }

  @Test(
    "may be written into the input in every way that a data URI allows",
    arguments: [
      ("DATA:image/png;base64,", 0), ("data:;base64,", 0),
      ("data:application/octet-stream;BASE64,", 0),
      ("data:image/png;name=a;base64,", 0), ("data:image/png;base64,", 1),
      ("data:image/png;base64,", 2), ("data:image/png;base64,", 3), ("data:image/png,", 4),
    ])
  func dataURIs(prefix: String, form: Int) async throws {
    let bytes = try PictureFile.bytes("grey.png")
    let plain = Data(bytes).base64EncodedString()
    let text =
      switch form {
      case 0: plain
      case 1: String(plain.prefix(40) + "\n " + plain.dropFirst(40))
      case 2: plain.replacing("=", with: "")
      case 3: plain.replacing("+", with: "%2B").replacing("/", with: "%2F")
      default: bytes.map { "%" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      }
    try await withServer { (_, client) async throws in
      #expect(try await client.mesh(of: prefix + text).status == 200)
      #expect(try await client.mesh(of: prefix + "!" + text).status == 422)
    }
  }
}
