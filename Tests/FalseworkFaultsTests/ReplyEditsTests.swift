// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import FalseworkJSON
import FalseworkProtocol
import HTTPTypes
import Testing

/// What the tests of this suite go through.
enum ReplyEditsTables {
  /// Edits, content, and the content that goes out; `nil` where nothing can be changed.
  static let contents: [(String, String, String?)] = [
    (#"{"json": {"set": {"/a": 2}}}"#, #"{"a":1,"b":[]}"#, #"{"a":2,"b":[]}"#),
    (#"{"json": {"set": {"/a": 2}}}"#, #"{"a": 1, "b": []}"#, #"{"a": 2, "b": []}"#),
    (#"{"json": {"set": {"/c": {"d": null}}}}"#, #"{"a":1}"#, #"{"a":1,"c":{"d":null}}"#),
    (#"{"json": {"set": {"/a/b": 2}}}"#, #"{"a":{"b":1}}"#, #"{"a":{"b":2}}"#),
    (#"{"json": {"set": {"/x/y": 2}}}"#, #"{"a":1}"#, nil),
    (#"{"json": {"set": {"/a/0": 2}}}"#, #"{"a":[1]}"#, #"{"a":[2]}"#),
    (#"{"json": {"set": {"/a/-": 2}}}"#, #"{"a":[1]}"#, #"{"a":[1,2]}"#),
    (#"{"json": {"set": {"/a/1": 2}}}"#, #"{"a":[1]}"#, nil),
    (#"{"json": {"remove": ["/a", "/z"]}}"#, #"{"a":1,"b":2}"#, #"{"b":2}"#),
    (#"{"json": {"remove": "/a/0"}}"#, #"{"a":[1,2]}"#, #"{"a":[2]}"#),
    (#"{"json": {"remove": "/z"}}"#, #"{"a":1}"#, nil),
    (#"{"json": {"set": {"/a": 2}}}"#, "<html>", nil),
    (#"{"json": {"set": {"/a": 2}}}"#, "", nil),
    (#"{"json": {"cut": 4}}"#, #"{"a":1}"#, #"{"a""#),
    (#"{"json": {"cut": "50%"}}"#, "0123456789", "01234"),
    (#"{"json": {"cut": 99}}"#, "01234", "01234"),
    (#"{"json": {"set": {"/a": 2}, "cut": 5}}"#, #"{"a":1}"#, #"{"a":"#),
    (#"{"status": 500}"#, "x", "x"),
  ]
}

@Suite("The edits of a reply")
struct ReplyEditsTests {
  private func edits(_ action: String) throws -> ReplyEdits {
    let rules = try scenario(#"[{"when": {"operation": "status"}, "do": \#(action)}]"#)
    var book = FaultBook(seed: 1)
    return book.decide(subject(.status), under: [rules], at: testNow).edits
  }

  @Test("change the content", arguments: ReplyEditsTables.contents)
  func content(action: String, before: String, after: String?) throws {
    let found = try edits(action).content(Array(before.utf8))
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == after)
  }

  @Test("change the head")
  func head() throws {
    let edits = try edits(
      #"""
      {"status": 503, "date": {"skew": "-2h"},
       "headers": {"set": {"retry-after": 7, "x-new": "1"}, "remove": ["server"]}}
      """#)
    var status = HTTPResponse.Status.ok
    var fields: HTTPFields = [.server: "x", .retryAfter: "1", .contentType: "a/b"]
    edits.applyHead(status: &status, fields: &fields, at: testNow)
    #expect(status.code == 503)
    #expect(
      fields == [
        .retryAfter: "7", .contentType: "a/b", try #require(.init("x-new")): "1",
        .date: "Fri, 15 Jan 2027 06:00:00 GMT",
      ])
    #expect(!edits.changesContent)
  }

  @Test("put a whole reply in the place of another")
  func replacement() throws {
    var edits = ReplyEdits()
    edits.replacement = .nginx(.badGateway)
    var status = HTTPResponse.Status.ok
    var fields: HTTPFields = [.contentType: "application/json", .falRequestID: "1"]
    edits.applyHead(status: &status, fields: &fields, at: testNow)
    #expect(status == .badGateway)
    #expect(fields[.falRequestID] == nil)
    #expect(fields[.contentType] == "text/html")
    #expect(edits.content([1, 2, 3]) == FaultReply.nginx(.badGateway).bytes)
  }

  @Test("shift the numbers of a range")
  func range() {
    var edits = ReplyEdits()
    edits.rangeShift = 1
    for (before, after) in [
      ("bytes 0-9/100", "bytes 1-10/100"), ("bytes 5-5/*", "bytes 6-6/*"),
      ("bytes */100", "bytes */100"), ("pages 1-2/3", "pages 1-2/3"),
    ] {
      var status = HTTPResponse.Status.partialContent
      var fields: HTTPFields = [.contentRange: before]
      edits.applyHead(status: &status, fields: &fields, at: testNow)
      #expect(fields[.contentRange] == after)
    }
  }
}

/// What the tests of this suite go through.
enum ErrorCatalogueTables {
  /// Names, and parts of what is answered.
  static let samples: [(String, Int, String)] = [
    ("content_policy_violation", 422, #""type":"content_policy_violation","url":"#),
    ("image_too_small", 422, #""ctx":{"min_height":64,"min_width":64}"#),
    ("downstream_service_error", 400, "Downstream service error"),
    ("runner_disconnected", 503, #""error_type": "runner_disconnected""#),
    ("client_cancelled", 499, "client_cancelled"),
    ("status_not_found", 404, #"{"status": "NOT_FOUND"}"#),
    ("balance_exhausted", 403, "Exhausted balance"),
    ("nginx_502", 502, "<center><h1>502 Bad Gateway</h1></center>\r\n"),
    ("missing", 422, #""msg":"Field required""#),
  ]
}

@Suite("The catalogue of errors")
struct ErrorCatalogueTests {
  @Test("has names that are unique, and replies that are errors with content")
  func rows() throws {
    let names = ErrorCatalogue.rows.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count > 60)
    for row in ErrorCatalogue.rows {
      #expect(ErrorCatalogue.row(named: row.name) == row)
      #expect((400...599).contains(row.reply.status.code), "\(row.name)")
      #expect(!row.reply.bytes.isEmpty)
      if row.reply.isForeign {
        #expect(String(decoding: row.reply.bytes, as: UTF8.self).contains("nginx"))
      } else {
        #expect(throws: Never.self, "\(row.name)") { try JSONValue.parse(row.reply.bytes) }
      }
    }
  }

  @Test("answers as fal does", arguments: ErrorCatalogueTables.samples)
  func samples(name: String, status: Int, part: String) throws {
    let row = try #require(ErrorCatalogue.row(named: name))
    #expect(row.reply.status.code == status)
    #expect(String(decoding: row.reply.bytes, as: UTF8.self).contains(part))
  }
}
