// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkTestSupport
import HTTPTypes
import Testing

@Suite("Uploads in parts") struct PartedUploadTests {
  /// The two ways to begin; each gives the file's URL and that above the parts.
  enum Dialect: CaseIterable {
    case javaScript
    case python
  }

  private static let form = #"{"file_name":"fox.bin","content_type":"image/webp"}"#

  private static func begin(
    _ dialect: Dialect, _ server: MockServer, _ client: WireClient
  ) async throws -> (file: String, parts: String) {
    switch dialect {
    case .javaScript:
      let reply = try await client.send(
        "POST", "/rest.fal.ai/storage/upload/initiate-multipart?storage_type=fal-cdn-v3",
        body: form)
      #expect(reply.json.objectValue?.members.map(\.name) == ["file_url", "upload_url"])
      return (
        try server.path(of: reply.json["file_url"]), try server.path(of: reply.json["upload_url"])
      )
    case .python:
      let token = try await client.send("POST", UploadCases.tokens, body: "{}").json
      let reply = try await client.anonymous.send(
        "POST", "/v3.fal.media/files/upload/multipart",
        fields: [
          ("Authorization", "Bearer \(token["token"]?.stringValue ?? "")"),
          ("X-Fal-File-Name", "fox.bin"), ("Content-Type", "image/webp"),
        ])
      #expect(reply.json.objectValue?.members.map(\.name) == ["access_url", "uploadId"])
      let file = try server.path(of: reply.json["access_url"])
      return (file, "\(file)/multipart/\(reply.json["uploadId"]?.stringValue ?? "")")
    }
  }

  /// Puts parts and returns their entries for the completion.
  private static func put(
    _ parts: [(Int, String)], to path: String, _ client: WireClient
  ) async throws -> [String] {
    var entries: [String] = []
    for (number, text) in parts {
      let reply = try await client.anonymous.send("PUT", "\(path)/\(number)", body: text)
      #expect(reply.status == 200)
      #expect(reply.json["partNumber"] == .number(JSONNumber(number)))
      #expect(reply.json["etag"]?.stringValue == reply.fields[.eTag])
      let tag = try #require(reply.json["etag"])
      entries.append(#"{"partNumber":\#(number),"etag":\#(tag.text(.compact))}"#)
    }
    return entries
  }

  private static func list(_ entries: [String]) -> String {
    #"{"parts":[\#(entries.joined(separator: ","))]}"#
  }

  @Test("come in any order and again, and are one file in the end", arguments: Dialect.allCases)
  func whole(dialect: Dialect) async throws {
    try await withServer { server, client in
      let (file, path) = try await Self.begin(dialect, server, client)
      #expect(file.hasSuffix("_fox.bin"))
      _ = try await Self.put([(3, "not "), (1, "wrong")], to: path, client)
      let entries = try await Self.put(
        [(3, "three"), (2, "two "), (1, "one "), (2, "two ")], to: path, client)
      #expect(try await client.send("GET", file).status == 404)
      let done = try await client.anonymous.send(
        "POST", path + "/complete", body: Self.list(entries))
      #expect(done.status == 200)
      #expect(try server.path(of: done.json["access_url"]) == file)
      let read = try await client.anonymous.send("GET", file)
      #expect(read.text == "one two three")
      #expect(read.fields[.contentType] == "image/webp")

      let tag = try #require(read.fields[.eTag])
      let modified = try #require(read.fields[.lastModified])
      for (field, value, status) in [
        ("If-None-Match", tag, 304), ("If-Modified-Since", modified, 304),
        ("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT", 200), ("Range", "bytes=4-6", 206),
      ] {
        #expect(try await client.send("GET", file, fields: [(field, value)]).status == status)
      }
      for (condition, text) in [(tag, "two"), (modified, "two"), ("\"x\"", "one two three")] {
        let part = try await client.send(
          "GET", file, fields: [("Range", "bytes=4-6"), ("If-Range", condition)])
        #expect(part.text == text)
      }
      let head = try await client.send("HEAD", file)
      #expect(head.fields[.contentLength] == "13")
    }
  }

  @Test("are refused where they are at variance", arguments: PartCases.variances)
  func variance(_ variance: PartCases.Variance) async throws {
    try await withServer { server, client in
      let (file, path) = try await Self.begin(.javaScript, server, client)
      let entries = try await Self.put(variance.parts, to: path, client)
      let reply = try await client.send(
        "POST", path + "/complete", body: Self.list(variance.list(entries)))
      #expect(reply.status == variance.status)
      #expect(reply.text.contains(variance.mention), "\(reply.text)")
      #expect(try await client.send("GET", file).status == 404)
    }
  }

  @Test("are refused to uploads that there are not, and after the end")
  func strangers() async throws {
    try await withServer { server, client in
      let (file, path) = try await Self.begin(.python, server, client)
      let entries = try await Self.put([(1, "one")], to: path, client)
      for stranger in ["\(file)/multipart/none", "/v3b.fal.media/files/b/other/multipart/none"] {
        for (method, tail) in [("PUT", "/1"), ("POST", "/complete")] {
          let reply = try await client.send(method, stranger + tail, body: Self.list(entries))
          #expect(reply.status == 404)
          #expect(reply.text.contains("Upload not found"))
        }
      }
      for number in ["0", "10001", "x", "+1", "-1", "99999999999999999999"] {
        let reply = try await client.send("PUT", "\(path)/\(number)", body: "x")
        #expect(reply.status == 400)
        #expect(reply.text.contains("from 1 to 10000"))
      }
      #expect(try await client.send("GET", path + "/1").status == 405)
      let complete = path + "/complete"
      #expect(try await client.send("POST", complete, body: Self.list(entries)).status == 200)
      for (method, target) in [("POST", complete), ("PUT", path + "/2")] {
        let reply = try await client.send(method, target, body: Self.list(entries))
        #expect(reply.status == 400)
        #expect(reply.text.contains("completed already"))
      }
      #expect(try await client.send("GET", file).text == "one")
    }
  }

  @Test("outlive the server")
  func restart() async throws {
    try await withTemporaryFolder { folder in
      let (file, path, entries) = try await withServer(in: folder) { server, client in
        let (file, path) = try await Self.begin(.python, server, client)
        return (file, path, try await Self.put([(2, "b"), (1, "a")], to: path, client))
      }
      try await withServer(in: folder) { (_, client) async throws in
        let more = try await Self.put([(3, "c")], to: path, client)
        let body = Self.list(entries + more)
        #expect(try await client.send("POST", path + "/complete", body: body).status == 200)
        #expect(try await client.send("GET", file).text == "abc")
      }
    }
  }
}

/// Lists of parts that do not fit what was uploaded.
enum PartCases {
  struct Variance: Sendable, CustomTestStringConvertible {
    let mention: String
    var parts = [(1, "one"), (2, "two")]
    var status = 400
    let list: @Sendable ([String]) -> [String]

    var testDescription: String { mention }
  }

  static let variances: [Variance] = [
    Variance(mention: "list of parts is empty") { _ in [] },
    Variance(mention: "Part 2 was uploaded but is not listed") { [$0[0]] },
    Variance(mention: "Part 3 was not uploaded") {
      $0 + [#"{"partNumber":3,"etag":"x"}"#]
    },
    Variance(mention: "The etag of part 2 is not") {
      [$0[0], #"{"partNumber":2,"etag":"\"x\""}"#]
    },
    Variance(mention: "Part 2 is missing", parts: [(1, "one"), (3, "three")]) { $0 },
    Variance(mention: "Part 1 is missing", parts: [(2, "two")]) { $0 },
    Variance(mention: "two etags", status: 422) {
      $0 + [#"{"partNumber":1,"etag":"x"}"#]
    },
    Variance(mention: "partNumber and etag", status: 422) { _ in [#"{"partNumber":"1"}"#] },
  ]
}
