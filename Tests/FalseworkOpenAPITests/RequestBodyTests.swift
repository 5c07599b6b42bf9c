// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("Request bodies") struct RequestBodyTests {
  static let defaults =
    #""seed":null,"ss_guidance_strength":7.5,"ss_sampling_steps":12,"#
    + #""slat_guidance_strength":3,"slat_sampling_steps":12,"mesh_simplify":0.95,"#
    + #""texture_size":1024}"#

  @Test(
    "are accepted with defaults, in display order, without what the schema does not know",
    arguments: [
      #"{"image_url":"u"}"#, #"{"extra":[1],"image_url":"u","seed":null}"#,
      #"{"image_url":1,"image_url":"u"}"#, "\u{FEFF}{\"image_url\":\"u\"}",
      " \r\n{\"mesh_simplify\":0.95,\t\"image_url\":\"u\"}\n", #"{"image_url":"u","x":"\ud800"}"#,
    ])
  func accepted(_ body: String) throws {
    let text = try TrellisDocument.read().judge(text: body).acceptedText
    #expect(text == #"{"image_url":"u","# + Self.defaults)
  }

  static let modelMessage =
    "Input should be a valid dictionary or object to extract fields from"

  static func detail(_ type: String, _ loc: String, _ message: String, _ rest: String) -> String {
    #"422 {"detail":[{"type":"\#(type)","loc":[\#(loc)],"msg":"\#(message)",\#(rest)}]}"#
  }

  static let missing = detail("missing", #""body""#, "Field required", #""input":null"#)

  @Test("that are empty or null are missing", arguments: ["", "null", " null\n", "\u{FEFF}null"])
  func missing(_ body: String) throws {
    #expect(try TrellisDocument.read().judge(text: body).refusalText == Self.missing)
  }

  @Test("that are empty are missing whatever their type", arguments: [nil, "text/plain", "x"])
  func emptyOfAnyType(_ type: String?) throws {
    let verdict = try TrellisDocument.read().judge(text: "", contentType: type)
    #expect(verdict.refusalText == Self.missing)
  }

  @Test(
    "that are no objects are echoed",
    arguments: [
      ("[]", "[]"), ("\"x\"", "\"x\""), ("1", "1"), ("true", "true"), ("1.50", "1.5"),
      ("NaN", "\"nan\""), ("[1,{\"a\":-Infinity}]", "[1,{\"a\":\"-inf\"}]"),
    ])
  func notAnObject(_ body: String, _ echo: String) throws {
    let verdict = try TrellisDocument.read().judge(text: body)
    #expect(
      verdict.refusalText
        == Self.detail(
          "model_attributes_type", #""body""#, Self.modelMessage, #""input":\#(echo)"#))
  }

  static let malformed: [(String, Int, String)] = [
    (" ", 1, "Expecting value"), (#"{"image_url":"u",}"#, 17, Self.nameMessage),
    (#"{"image_url" "u"}"#, 13, "Expecting ':' delimiter"), ("{", 1, Self.nameMessage),
    (#"{"a":"é" "b"}"#, 9, "Expecting ',' delimiter"), ("{}x", 2, "Extra data"),
    (#"{"a":"b}"#, 5, "Unterminated string starting at"),
    ("\u{FEFF}{\"a\"", 4, "Expecting ':' delimiter"),
    ("{\"a\":\"\n\"}", 6, "Invalid control character at"),
    (#"{"a":"\x"}"#, 6, #"Invalid \\escape"#),
    (#"{"a":"\u12"}"#, 7, #"Invalid \\uXXXX escape"#),
  ]
  static let nameMessage = "Expecting property name enclosed in double quotes"

  @Test("that are not JSON are refused with Python's words and offsets", arguments: malformed)
  func malformedBody(_ body: String, _ offset: Int, _ message: String) throws {
    let rest = #""input":{},"ctx":{"error":"\#(message)"}"#
    #expect(
      try TrellisDocument.read().judge(text: body).refusalText
        == Self.detail("json_invalid", #""body",\#(offset)"#, "JSON decode error", rest))
  }

  static let unreadable: [[UInt8]] = [
    [0xFF], Array(#"{"image_url":"u","#.utf8) + [0x22, 0xC3, 0x22],
    Array("{ not json ".utf8) + [0x80],
    Array(String(repeating: "[", count: 513).utf8),
    Array("[\(String(repeating: "1", count: 4301))]".utf8),
  ]

  @Test("that Python cannot even decode get status 400", arguments: unreadable)
  func unreadableBody(_ body: [UInt8]) throws {
    let verdict = try TrellisDocument.read().judge(body: body, contentType: "application/json")
    #expect(verdict.refusalText == #"400 {"detail":"There was an error parsing the body"}"#)
  }

  @Test(
    "are JSON under these types",
    arguments: [
      "application/json", "APPLICATION/JSON", "application/json; charset=latin-1",
      "application/json;", " application/json ", "application/vnd.x+json", "application/+json",
    ])
  func jsonType(_ type: String) throws {
    let verdict = try TrellisDocument.read().judge(text: #"{"image_url":"u"}"#, contentType: type)
    #expect(verdict.acceptedText != nil)
  }

  @Test(
    "are only bytes under other types",
    arguments: [
      nil, "", "text/plain", "text/json", "application/json+x", "application/json/x", "application",
      "application/json,text/plain", "application / json", "application/x-www-form-urlencoded",
    ])
  func otherType(_ type: String?) throws {
    let verdict = try TrellisDocument.read().judge(text: #"{"image_url":"é"}"#, contentType: type)
    #expect(
      verdict.refusalText
        == Self.detail(
          "model_attributes_type", #""body""#, Self.modelMessage,
          #""input":"<binary 18 bytes>""#))
  }

  @Test("collect every complaint in display order and echo the whole object for a missing field")
  func severalComplaints() throws {
    let body = #"{"texture_size":"512","seed":"a","mesh_simplify":1,"x":1.50,"x":2}"#
    let verdict = try TrellisDocument.read().judge(text: body)
    guard case .rejected(422, let reply) = verdict else {
      Issue.record("accepted")
      return
    }
    let details = reply["detail"]?.arrayValue ?? []

    #expect(
      details.map { $0["loc"]?[1] } == ["image_url", "seed", "mesh_simplify", "texture_size"])
    #expect(
      details.first?["input"]?.text()
        == #"{"texture_size":"512","seed":"a","mesh_simplify":1,"x":2}"#)
  }

  @Test("cut anywhere are refused, never a crash")
  func cuts() throws {
    let document = try TrellisDocument.read()
    let body = Array(#" {"image_url":"h\u00e9\"é😀","seed":-1.5e+3,"x":[true,null,{"y":[]}]}"#.utf8)

    #expect(document.judge(body: body, contentType: "application/json").acceptedText != nil)
    for end in body.indices {
      let verdict = document.judge(body: Array(body[..<end]), contentType: "application/json")
      #expect(verdict.refusalText != nil, "\(end) bytes")
    }
  }
}
