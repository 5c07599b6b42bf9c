// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Foundation
import HTTPTypes
import Testing

/// Files of pictures under Fixtures/images/decoder, and what is done with them.
enum PictureFile {
  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Fixtures/images/decoder").standardizedFileURL
    return [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// The file as a URL of its own.
  static func embedded(_ bytes: [UInt8], type: String = "image/png") -> String {
    "data:\(type);base64,\(Data(bytes).base64EncodedString())"
  }

  /// A PNG of four wholly transparent pixels.
  static func transparent() throws -> [UInt8] {
    let text = """
      iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAC0lEQVR4nGNgQAcAABIAAXfx\
      +gAAAAAASUVORK5CYII=
      """
    return [UInt8](try #require(Data(base64Encoded: text)))
  }

  /// A PNG of which only the header is there, for so many pixels.
  static func header(width: Int, height: Int) throws -> [UInt8] {
    let sides = [width, height].flatMap { side in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: side >> $0) }
    }
    var bytes = try bytes("rgb.png")
    bytes.replaceSubrange(16..<24, with: sides)
    return bytes
  }
}

extension WireClient {
  /// Uploads a file and returns its URL.
  func upload(_ bytes: [UInt8], as name: String = "a.png") async throws -> String {
    let form = #"{"file_name":"\#(name)","content_type":"image/png"}"#
    let reply = try await send("POST", UploadCases.initiation, body: form)
    let url = try #require(reply.json["file_url"]?.stringValue)
    let path = try #require(url.split(separator: "/", maxSplits: 2).last)
    let head = """
      PUT /\(path) HTTP/1.1\r
      Host: 127.0.0.1\r
      Content-Length: \(bytes.count)\r
      Connection: close\r
      \r

      """
    let stored = try Self.response(to: "PUT", in: await exchange(Array(head.utf8) + bytes))
    #expect(stored.status == 200)
    return url
  }

  /// Has a mesh made of a picture, and returns the reply to the synchronous run.
  func mesh(
    of url: String, seed: Int? = nil, endpoint: String = "fal-ai/trellis"
  ) async throws -> Response {
    var input: JSONObject = ["texture_size": 512, "mesh_simplify": 0.98]
    if let seed { input["seed"] = .number(JSONNumber(seed)) }
    if endpoint.hasSuffix("/multi") {
      input["image_urls"] = [.string(url)]
    } else {
      input["image_url"] = .string(url)
    }
    return try await send(
      "POST", "/fal.run/\(endpoint)", body: JSONValue.object(input).text(.compact))
  }
}
