// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Testing

@Suite("JSON parser") struct JSONParserTests {
  static let accepted: [(String, JSONValue)] = [
    ("null", nil), ("true", true), (" false\n", false), ("0", 0), ("-12", -12),
    ("\"\"", ""), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
    (#""\u00e9\u20AC""#, "é€"), (#""\ud83d\ude00""#, "😀"), ("\"é日😀\u{7F}\"", "é日😀\u{7F}"),
    ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]), ("[[],{}]", [[], [:]]),
    ("[1 , 2,\t3]", [1, 2, 3]), ("{\"a\" : 1 , \"b\":[true]}", ["a": 1, "b": [true]]),
    ("{\"\":{\"\":null}}", ["": ["": nil]]), ("\"01234567\"", "01234567"),
    ("\"0123456789abcdef0123456789\"", "0123456789abcdef0123456789"),
  ]

  @Test("reads what RFC 8259 allows", arguments: accepted)
  func accepts(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONValue.parse(text) == value)
  }

  @Test(
    "keeps the spelling of numbers",
    arguments: ["0", "-0", "1.10", "1E+05", "1e-7", "123456789012345678901234567890", "-0.0e0"])
  func numberSpelling(_ text: String) throws {
    #expect(try JSONValue.parse(text).numberValue?.literal == text)
    #expect(try JSONValue.parse("[\(text) ]")[0]?.numberValue?.literal == text)
  }

  static let rejected: [(String, JSONSyntaxError.Reason, Int)] = [
    ("", .expectedValue, 0), ("[1,]", .expectedValue, 3), ("NaN", .expectedValue, 0),
    ("-Infinity", .expectedValue, 0), ("+1", .expectedValue, 0), (".5", .expectedValue, 0),
    ("01", .trailingData, 1), ("1.", .trailingData, 1), ("1e", .trailingData, 1),
    ("[1.]", .expectedCommaOrEnd, 2), ("1 2", .trailingData, 2), ("[1}", .expectedCommaOrEnd, 2),
    ("{\"a\":1]", .expectedCommaOrEnd, 6), ("{1:2}", .expectedMemberName, 1),
    ("{\"a\":1,}", .expectedMemberName, 7), ("{\"é\"}", .expectedColon, 5),
    ("\"abc", .unterminatedString, 0), ("[\"\\", .unterminatedString, 1),
    ("\"\u{1}\"", .controlCharacter, 1), ("\"0123456789\n\"", .controlCharacter, 11),
    (#""\q""#, .invalidEscape, 1), (#""\u12x4""#, .invalidUnicodeEscape, 2),
    (#""\ud800""#, .unpairedSurrogate, 1), (#""a\udc00""#, .unpairedSurrogate, 2),
    (#""\ud800\u0041""#, .unpairedSurrogate, 1), ("\u{FEFF}1", .byteOrderMark, 0),
    ("\u{A0}1", .expectedValue, 0), ("'a'", .expectedValue, 0), ("//\n1", .expectedValue, 0),
  ]

  @Test("refuses the rest and says where and why", arguments: rejected)
  func rejects(_ text: String, _ reason: JSONSyntaxError.Reason, _ offset: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONValue.parse(text) }
    #expect(error?.reason == reason)
    #expect(error?.byteOffset == offset)
  }

  static let illFormed: [([UInt8], Int)] = [
    ([0x80], 0), ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC0, 0x80, 0x22], 1), ([0x22, 0xC3, 0x22], 1),
    ([0x22, 0xE0, 0x80, 0x80, 0x22], 1), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
    ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1), ([0x22, 0xF0, 0x9F, 0x98, 0x22], 1),
    ([0x22, 0xE2, 0x82], 1), (Array("[0, 1, 2, 3, 4]".utf8) + [0xFE], 15),
  ]

  @Test("finds bytes that are not UTF-8 before anything else", arguments: illFormed)
  func illFormedText(_ bytes: [UInt8], _ offset: Int) {
    for reading in [JSONReading.rfc8259, .python] {
      let error = #expect(throws: JSONSyntaxError.self) {
        try JSONValue.parse(bytes, reading: reading)
      }
      #expect(error?.reason == .invalidUTF8)
      #expect(error?.byteOffset == offset)
    }
  }

  @Test("counts bytes, characters, lines and columns apart")
  func places() {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONValue.parse("[\"é\",\n \"😀\" x]") }

    #expect(error?.byteOffset == 15)
    #expect(error?.characterOffset == 11)
    #expect(error?.line == 2)
    #expect(error?.column == 6)
    #expect(error?.description == "Expecting ',' delimiter: line 2 column 6 (char 11)")
  }

  @Test("keeps duplicate members and finds the last")
  func duplicates() throws {
    let value = try JSONValue.parse(#"{"a":1,"b":2,"a":3}"#)

    #expect(value.objectValue?.keys == ["a", "b", "a"])
    #expect(value["a"] == 3)
    #expect(value.text() == #"{"a":1,"b":2,"a":3}"#)
  }

  @Test("reads slices and buffers from their own start")
  func slices() throws {
    let bytes = Array("xx[1, 2]y".utf8)

    #expect(try JSONValue.parse(bytes[2..<8]) == [1, 2])
    let error = #expect(throws: JSONSyntaxError.self) { try JSONValue.parse(bytes[2...]) }
    #expect(error?.byteOffset == 6)
    let parsed = bytes[2..<8].withUnsafeBufferPointer { try? JSONValue.parse($0) }
    #expect(parsed == [1, 2])
  }
}

@Suite("JSON limits") struct JSONLimitsTests {
  @Test("bounds how deep values nest", arguments: [("[", "]"), ("{\"a\":", "}")])
  func depth(_ open: String, _ close: String) throws {
    for depth in [511, 512] {
      let inner = String(repeating: open, count: depth - 1)
      let text = inner + (open == "[" ? "[]" : "{}") + String(repeating: close, count: depth - 1)
      #expect(throws: Never.self) { try JSONValue.parse(text) }
    }
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONValue.parse(String(repeating: open, count: 513))
    }
    #expect(error?.reason == .depthExceeded(limit: 512))
    #expect(error?.byteOffset == 512 * open.utf8.count)
  }

  @Test("does not need a stack for a million brackets")
  func bracketBomb() {
    let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    let limits = JSONLimits(depthMax: 2_000_000)
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONValue.parse(bytes, limits: limits)
    }
    #expect(error?.reason == .expectedValue)
  }

  @Test("bounds the size", arguments: [3, 4, 5])
  func size(_ limit: Int) {
    let limits = JSONLimits(bytesMax: limit)
    if limit >= 4 {
      #expect(throws: Never.self) { try JSONValue.parse("1234", limits: limits) }
    } else {
      let error = #expect(throws: JSONSyntaxError.self) {
        try JSONValue.parse("1234", limits: limits)
      }
      #expect(error?.reason == .sizeExceeded(limit: 3))
    }
  }
}
