// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import HTTPTypes
import Testing

private let trellis = EndpointID("fal-ai/trellis/multi")
private let flow = EndpointID("comfy/me/flow")

@Suite("An error reply")
struct FalReplyTests {
  static let fixed: [(name: String, reply: FalReply, code: Int, text: String)] = [
    (
      "authorization header", .authorizationHeaderRequired, 401,
      #"{"detail": "Authorization header is required"}"#
    ),
    (
      "malformed key", .malformedKey, 401,
      #"{"detail": "Invalid Key Authorization header format. "#
        + #"Expected '<key_id>:<key_secret>'."}"#
    ),
    ("malformed token", .malformedToken, 401, #"{"detail": "bearer: unable to decode issuer"}"#),
    ("sub-path", .pathNotFound("/x"), 404, #"{"detail":"Path /x not found"}"#),
    ("nothing", .notFound, 404, #"{"detail": "Not Found"}"#),
    (
      "method", .methodNotAllowed(allow: ["POST"]), 405, #"{"detail": "Method Not Allowed"}"#
    ),
    ("status of nobody's request", .statusNotFound, 404, #"{"status": "NOT_FOUND"}"#),
    ("result of nobody's request", .resultNotFound, 404, #"{"detail": "Request not found"}"#),
    (
      "cancelled", .platform(.clientCancelled), 499,
      #"{"detail": "Request was cancelled by the client", "error_type": "client_cancelled"}"#
    ),
    (
      "our own failure", .platform(.internalError), 500,
      #"{"detail": "Internal error", "error_type": "internal_error"}"#
    ),
  ]

  @Test("is byte for byte what was seen on the wire", arguments: fixed)
  func bytes(name: String, reply: FalReply, code: Int, text: String) {
    #expect(reply.status.code == code)
    #expect(String(decoding: reply.bytes, as: UTF8.self) == text)
  }

  @Test("names the application that wants credentials, never a sub-path")
  func authentication() throws {
    let reply = FalReply.authenticationRequired(for: try #require(trellis))
    #expect(reply.status.code == 401)
    #expect(
      String(decoding: reply.bytes, as: UTF8.self)
        == #"{"detail": "Cannot access application \"fal-ai/trellis\". "#
        + #"Authentication is required to access this application."}"#)
  }

  @Test("names the alias of an application that does not exist")
  func application() throws {
    for (endpoint, alias) in [(trellis, "trellis"), (flow, "flow")] {
      let reply = FalReply.applicationNotFound(try #require(endpoint))
      #expect(reply.status.code == 404)
      #expect(
        String(decoding: reply.bytes, as: UTF8.self)
          == #"{"detail": "Application \"\#(alias)\" not found"}"#)
    }
  }

  @Test("to an early result has its keys in alphabetical order")
  func stillInProgress() throws {
    let links = RequestLinks(
      queueBase: "http://q", application: try #require(trellis), requestID: "ID")
    let reply = FalReply.stillInProgress("ID", links)
    let base = "http://q/fal-ai/trellis/requests/ID"
    #expect(reply.status.code == 400)
    #expect(
      String(decoding: reply.bytes, as: UTF8.self)
        == #"{"cancel_url": "\#(base)/cancel", "detail": "Request is still in progress", "#
        + #""request_id": "ID", "response_url": "\#(base)", "status_url": "\#(base)/status"}"#)
  }

  @Test("carries the fields that belong to it and no others")
  func fields() {
    #expect(FalReply.methodNotAllowed(allow: ["POST"]).fields == [.allow: "POST"])
    #expect(FalReply.methodNotAllowed(allow: ["GET", "HEAD"]).fields == [.allow: "GET, HEAD"])
    #expect(FalReply.pathNotFound("/x").fields == [.falBillableUnits: "0"])
    #expect(FalReply.platform(.clientCancelled).fields == [.falErrorType: "client_cancelled"])
    #expect(FalReply.notFound.fields.isEmpty)
    #expect(FalReply.statusNotFound.fields.isEmpty)
  }

  @Test("has its field names as fal spells them")
  func fieldNames() {
    #expect(HTTPField.Name.falRequestID.canonicalName == "x-fal-request-id")
    #expect(HTTPField.Name.falBillableUnits.canonicalName == "x-fal-billable-units")
    #expect(HTTPField.Name.falErrorType.canonicalName == "x-fal-error-type")
    #expect(HTTPField.Name.falTargetURL.canonicalName == "x-fal-target-url")
  }

  @Test("is spaced by its author: the gateway as Python, the runner compactly")
  func spacing() {
    let body: JSONValue = ["a": [1, 2.5, nil], "ü": "é\n\"", "b": [:]]
    let gateway = FalReply(.ok, body)
    let runner = FalReply(.ok, body, by: .runner)
    #expect(gateway.author == .gateway)
    #expect(
      String(decoding: gateway.bytes, as: UTF8.self)
        == #"{"a": [1, 2.5, null], "\u00fc": "\u00e9\n\"", "b": {}}"#)
    #expect(
      String(decoding: runner.bytes, as: UTF8.self)
        == #"{"a":[1,2.5,null],"ü":"é\n\"","b":{}}"#)
  }

  @Test("quotes hostile names so that the body stays JSON")
  func hostileNames() throws {
    let hostile = "a\"\\\u{0}\r\n\u{7f}🐈"
    let endpoint = try #require(EndpointID("x/\(hostile)"))
    let unknown = try JSONValue.parse(FalReply.applicationNotFound(endpoint).bytes)
    #expect(unknown["detail"]?.stringValue == "Application \"\(hostile)\" not found")
    let path = try JSONValue.parse(FalReply.pathNotFound("/\(hostile)").bytes)
    #expect(path["detail"]?.stringValue == "Path /\(hostile) not found")
  }
}
