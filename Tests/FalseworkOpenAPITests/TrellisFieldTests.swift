// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("Fields of trellis") struct TrellisFieldTests {
  static let messages: [Violation.Kind: String] = [
    .stringType: "Input should be a valid string",
    .intType: "Input should be a valid integer",
    .intParsing: "Input should be a valid integer, unable to parse string as an integer",
    .intParsingSize: "Unable to parse input string as an integer, exceeded maximum size",
    .intFromFloat: "Input should be a valid integer, got a number with a fractional part",
    .finiteNumber: "Input should be a finite number",
    .floatType: "Input should be a valid number",
    .floatParsing: "Input should be a valid number, unable to parse string as a number",
    .literalError: "Input should be 512, 1024 or 2048",
    .greaterThanEqual: "Input should be greater than or equal to ",
    .lessThanEqual: "Input should be less than or equal to ",
  ]

  @Test("are coerced as pydantic coerces them", arguments: FieldParity.acceptances)
  func acceptance(_ row: FieldParity.Acceptance) throws {
    let document = try TrellisDocument.read()
    let verdict = document.judge(text: Self.body(row.field, row.sent))

    guard case .accepted(let input) = verdict else {
      Issue.record("refused with \(verdict)")
      return
    }
    #expect(input[row.field]?.text() == row.taken)
    #expect(input.keys == document.input?.properties.map(\.name))
  }

  @Test("are refused as pydantic refuses them", arguments: FieldParity.refusals)
  func refusal(_ row: FieldParity.Refusal) throws {
    let detail = try TrellisDocument.read().onlyDetail(Self.body(row.field, row.sent))
    #expect(detail == Self.expectedDetail(row))
  }

  private static func body(_ field: String, _ value: String) -> String {
    field == "image_url"
      ? #"{"image_url":\#(value)}"# : #"{"image_url":"u","\#(field)":\#(value)}"#
  }

  private static func expectedDetail(_ row: FieldParity.Refusal) -> String {
    let plainBound = row.bound.hasSuffix(".0") ? String(row.bound.dropLast(2)) : row.bound
    let message = (messages[row.type] ?? "") + plainBound
    return #"{"type":"\#(row.type.rawValue)","loc":["body","\#(row.field)"],"msg":"\#(message)","#
      + #""input":\#(row.echo)\#(context(row))}"#
  }

  private static func context(_ row: FieldParity.Refusal) -> String {
    switch row.type {
    case .literalError: #","ctx":{"expected":"512, 1024 or 2048"}"#
    case .lessThanEqual: #","ctx":{"le":\#(row.bound)}"#
    case .greaterThanEqual: #","ctx":{"ge":\#(row.bound)}"#
    default: ""
    }
  }

  @Test("echo nested values as Python holds them")
  func nestedEcho() throws {
    let sent = #"{"image_url":[NaN,{"b":1,"a":-Infinity,"b":2E0}]}"#
    #expect(
      try TrellisDocument.read().onlyDetail(sent) == #"{"type":"string_type","#
        + #""loc":["body","image_url"],"msg":"Input should be a valid string","#
        + #""input":["nan",{"b":2.0,"a":"-inf"}]}"#)
  }

  /// Lengths around CPython's limit of 4300 digits, as pydantic answered them.
  static let longIntegers: [(String, String, Int, String?)] = [
    ("", "", 4300, nil), ("-", "", 4300, nil), ("+", "", 4300, nil), ("0", "", 4300, nil),
    ("", ".0", 4300, nil), ("", "", 4301, "int_parsing_size"), ("-", "", 4301, "int_parsing_size"),
    ("", "x", 4301, "int_parsing_size"), ("", ".5", 4301, "int_parsing_size"),
    ("", "x", 4300, "int_parsing"), ("+", "", 4301, "int_parsing"), ("0", "", 4301, "int_parsing"),
    (" ", "", 4301, "int_parsing"), ("1_", "", 4300, "int_parsing"),
  ]

  @Test(
    "draw the line between long and malformed strings where pydantic does",
    arguments: longIntegers)
  func longInteger(_ before: String, _ after: String, _ count: Int, _ type: String?) throws {
    let digits = String(repeating: "7", count: count)
    let body = #"{"image_url":"u","seed":"\#(before)\#(digits)\#(after)"}"#
    let verdict = try TrellisDocument.read().judge(text: body)

    if let type {
      #expect(verdict.refusalText?.hasPrefix(#"422 {"detail":[{"type":"\#(type)","#) == true)
    } else {
      #expect(verdict.acceptedText?.contains(digits) == true)
    }
  }

  @Test("refuse integers that no double can hold as numbers")
  func hugeInteger() throws {
    let digits = "1" + String(repeating: "0", count: 400)
    let body = #"{"image_url":"u","ss_guidance_strength":\#(digits)}"#
    #expect(try TrellisDocument.read().onlyDetail(body)?.contains("float_type") == true)
  }
}
