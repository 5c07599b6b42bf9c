// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkTestSupport
import HTTPTypes
import Testing

@Suite("Uploads") struct UploadTests {
  private static let form = #"{"file_name":"my fox.png","content_type":"image/png"}"#

  @Test("go to the URL that was given out, and are public files from then on")
  func initiated() async throws {
    try await withServer { server, client in
      let reply = try await client.send("POST", UploadCases.initiation, body: Self.form)
      #expect(reply.status == 200)
      let (url, file) = (reply.json["upload_url"]?.stringValue, reply.json["file_url"]?.stringValue)
      let path = try server.path(of: file)
      #expect(path.hasPrefix("/v3b.fal.media/files/b/") && path.hasSuffix("_my_fox.png"))
      #expect(try await client.send("GET", path).status == 404)

      for content in ["a picture", "another picture"] {
        let put = try await client.anonymous.send(
          "PUT", try server.path(of: url), fields: [("Content-Type", "image/png")],
          body: content)
        #expect(put.status == 200)
        let read = try await client.anonymous.send("GET", path)
        #expect(read.text == content)
        #expect(read.fields[.contentType] == "image/png")
        #expect(read.fields[.eTag] == put.fields[.eTag])
      }
      let part = try await client.send("GET", path, fields: [("Range", "bytes=0-6")])
      #expect(part.text == "another")
    }
  }

  @Test("go straight to the CDN with a token")
  func withToken() async throws {
    try await withServer { server, client in
      let token = try await client.send("POST", UploadCases.tokens, body: "{}").json
      #expect(token["base_url"] == .string("\(server.url)/v3b.fal.media"))
      #expect(token["expires_at"]?.stringValue?.hasSuffix("+00:00") == true)
      let word = try #require(token["token"]?.stringValue)
      let type = try #require(token["token_type"]?.stringValue)
      for name in ["Authorization", "x-fal-cdn-authorization"] {
        let upload = try await client.anonymous.send(
          "POST", "/v3.fal.media/files/upload",
          fields: [
            (name, "\(type) \(word)"), ("X-Fal-File-Name", "fox.webp"),
            ("Content-Type", "image/webp"),
          ], body: "pixels")
        #expect(upload.status == 200)
        let path = try server.path(of: upload.json["access_url"]?.stringValue)
        #expect(path.hasSuffix("_fox.webp"))
        let file = try await client.send("GET", path)
        #expect(file.text == "pixels")
        #expect(file.fields[.contentType] == "image/webp")
      }
    }
  }

  @Test("that are not allowed are refused", arguments: UploadCases.refusals)
  func refused(_ refusal: UploadCases.Refusal) async throws {
    try await withServer { _, client in
      var client = client
      client.key = refusal.key
      let reply = try await client.send(
        refusal.method, refusal.target, fields: refusal.fields, body: refusal.body)
      #expect(reply.status == refusal.status)
      #expect(reply.text.contains(refusal.mention), "\(reply.text)")
    }
  }

  @Test("have names that a URL can hold", arguments: UploadCases.names)
  func names(name: String, expected: String) async throws {
    try await withServer { server, client in
      let form: JSONValue = ["file_name": .string(name), "content_type": "image/png"]
      let reply = try await client.send("POST", UploadCases.initiation, body: form.text())
      let path = try server.path(of: reply.json["file_url"]?.stringValue)
      // Behind the 21 characters that tell it from other files.
      #expect(path.split(separator: "/").last?.dropFirst(22) == expected[...], "\(path)")
      #expect(try await client.send("PUT", path, body: "x").status == 200)
      #expect(try await client.send("GET", path).text == "x")
    }
  }

  @Test("outlive the server, the empty and the unfilled ones too")
  func restart() async throws {
    try await withTemporaryFolder { folder in
      let paths = try await withServer(in: folder) { server, client in
        var paths: [String] = []
        for content in ["kept", "", nil] {
          let reply = try await client.send("POST", UploadCases.initiation, body: Self.form)
          let path = try server.path(of: reply.json["file_url"]?.stringValue)
          paths.append(path)
          guard let content else { continue }
          #expect(try await client.send("PUT", path, body: content).status == 200)
        }
        return paths
      }
      try await withServer(in: folder) { (_, client) async throws in
        #expect(try await client.send("GET", paths[0]).text == "kept")
        #expect(try await client.send("GET", paths[1]).status == 200)
        #expect(try await client.send("GET", paths[2]).status == 404)
        #expect(try await client.send("PUT", paths[2], body: "late").status == 200)
        #expect(try await client.send("GET", paths[2]).text == "late")
      }
    }
  }

}

/// What is asked for and refused, and names of files.
enum UploadCases {
  static let initiation = "/rest.fal.ai/storage/upload/initiate?storage_type=gcs"
  static let tokens = "/rest.fal.ai/storage/auth/token?storage_type=fal-cdn-v3"

  struct Refusal: Sendable, CustomTestStringConvertible {
    var method = "POST"
    let target: String
    var key: String? = "tests:secret"
    var fields: [(String, String)] = []
    var body: String? = "{}"
    let status: Int
    let mention: String

    var testDescription: String { "\(method) \(target) \(body ?? "")" }
  }

  static let refusals: [Refusal] = [
    Refusal(target: initiation, key: nil, status: 401, mention: "Authorization header is required"),
    Refusal(target: initiation, key: "nocolon", status: 401, mention: "Invalid Key"),
    Refusal(method: "GET", target: initiation, body: nil, status: 405, mention: "Not Allowed"),
    Refusal(target: initiation, status: 422, mention: #""file_name"], "msg": "Field required""#),
    Refusal(
      target: initiation, body: #"{"file_name":1,"content_type":"a/b"}"#, status: 422,
      mention: "valid string"),
    Refusal(target: initiation, body: "{", status: 422, mention: "missing"),
    Refusal(target: tokens, body: "", status: 422, mention: "Field required"),
    Refusal(target: tokens, key: nil, status: 401, mention: "Authorization header is required"),
    Refusal(target: "/v3.fal.media/files/upload", status: 401, mention: "token"),
    Refusal(
      target: "/v3.fal.media/files/upload", key: nil, fields: [("Authorization", "Bearer x")],
      status: 401, mention: "token"),
    Refusal(
      method: "GET", target: "/v3.fal.media/files/upload", body: nil, status: 405,
      mention: "Not Allowed"),
    Refusal(
      method: "PUT", target: "/v3.fal.media/files/b/01234567/none.png", status: 403,
      mention: "not valid"),
  ]

  static let names: [(String, String)] = [
    ("../../etc/passwd", "passwd"), ("C:\\a\\b.png", "b.png"), ("", "file"), ("..", "file"),
    ("größe 1?.png", "gr__e_1_.png"),
    (String(repeating: "a", count: 300) + ".png", String(repeating: "a", count: 124) + ".png"),
  ]
}
