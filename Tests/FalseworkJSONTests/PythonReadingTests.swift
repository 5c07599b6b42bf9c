// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Testing

@Suite("Python's reading") struct PythonReadingTests {
  @Test("agrees with CPython about what is JSON and where it stops", arguments: PythonParity.rows)
  func parity(_ row: PythonParity.Row) {
    do {
      _ = try JSONValue.parse(row.body, reading: .python)
      #expect(row.message == nil)
    } catch {
      #expect(error.pythonMessage == row.message)
      #expect(error.characterOffset == row.position)
      #expect(error.line == row.line)
      #expect(error.column == row.column)
    }
  }

  @Test("takes numbers that are none in RFC 8259", arguments: ["NaN", "Infinity", "-Infinity"])
  func nonFinite(_ word: String) throws {
    let number = try #require(try JSONValue.parse(word, reading: .python).numberValue)

    #expect(number.literal == word)
    #expect(!number.isInteger)
    #expect(throws: JSONSyntaxError.self) { try JSONValue.parse(word) }
  }

  @Test("skips a byte order mark and does not count it as a character")
  func byteOrderMark() throws {
    #expect(try JSONValue.parse("\u{FEFF}[1]", reading: .python) == [1])

    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONValue.parse("\u{FEFF}[1 2]", reading: .python)
    }
    #expect(error?.characterOffset == 3)
    #expect(error?.byteOffset == 6)
  }

  @Test(
    "replaces unpaired surrogates",
    arguments: [#""\ud800""#, #""\udc00""#, #""\ud800\ud800""#])
  func unpairedSurrogates(_ body: String) throws {
    let text = try #require(try JSONValue.parse(body, reading: .python).stringValue)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\u{FFFD}" })
  }

  @Test("refuses integers beyond CPython's digit limit", arguments: [4299, 4300, 4301])
  func integerDigits(_ count: Int) throws {
    let digits = String(repeating: "7", count: count)
    for body in [digits, "-" + digits] {
      if count <= 4300 {
        #expect(try JSONValue.parse(body, reading: .python).numberValue?.literal == body)
      } else {
        let error = #expect(throws: JSONSyntaxError.self) {
          try JSONValue.parse(body, reading: .python)
        }
        #expect(error?.reason == .integerTooLong(limit: 4300))
      }
      #expect(try JSONValue.parse(body).numberValue?.literal == body)
      #expect(throws: Never.self) { try JSONValue.parse(body + ".0", reading: .python) }
    }
  }
}
