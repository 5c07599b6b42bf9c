// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("Patterns of ECMA-262") struct PatternTests {
  static let samples: [(pattern: String, found: [String], missing: [String])] = [
    ("a", ["a", "bab"], ["", "b"]), ("", ["", "a"], []), ("^$", [""], ["a", "\n"]),
    ("^a|b$", ["ac", "cb"], ["ca", "bc"]), ("^(a|b)$", ["a", "b"], ["ab", ""]),
    ("^ab*c$", ["ac", "abc", "abbbc"], ["ab", "bc"]), ("^ab+c$", ["abc"], ["ac"]),
    ("^ab?c$", ["ac", "abc"], ["abbc"]), ("^a{2}$", ["aa"], ["a", "aaa"]),
    ("^a{2,}$", ["aa", "aaaaa"], ["a"]), ("^a{1,3}$", ["a", "aaa"], ["", "aaaa"]),
    ("^a{0}$", [""], ["a"]), ("^(ab){2}$", ["abab"], ["ab", "aabb"]),
    ("^a*?b+?c??$", ["aab", "bc"], ["a"]), ("^(a*)*$", ["", "aaa"], ["b"]),
    ("^[abc]$", ["a", "c"], ["d", "ab"]), ("^[^abc]$", ["d", "é"], ["a", ""]),
    ("^[a-cx-z]$", ["b", "y"], ["d", "-"]), ("^[a-]$", ["a", "-"], ["b"]),
    ("^[-a]$", ["a", "-"], ["b"]), ("^[\\]\\\\]$", ["]", "\\"], ["["]),
    ("^[]$", [], ["", "a"]), ("^[^]$", ["a", "\n"], [""]), ("^[\\d-x]$", ["5", "-", "x"], ["a"]),
    ("^[\\W\\d]$", ["5", "-"], ["a"]), ("^\\d\\D\\w\\W\\s\\S$", ["1a_-\t."], ["aa_-\t."]),
    ("^.$", ["a", "😀", "\u{0}"], ["\n", "\r", "\u{2028}", "\u{2029}"]),
    ("\\bfoo\\b", ["a foo b", "foo"], ["food", "xfoo"]), ("\\Boo", ["foo"], ["oo"]),
    ("^\\t\\n\\r\\v\\f\\0$", ["\t\n\r\u{B}\u{C}\0"], ["t"]), ("^[\\b]$", ["\u{8}"], ["b"]),
    ("^\\cA\\cz$", ["\u{1}\u{1A}"], ["cAcz"]), ("^\\x41\\u0042\\u{43}$", ["ABC"], ["x41"]),
    ("^\\uD83D\\uDE00$", ["😀"], ["\u{FFFD}"]), ("^\\u{1F600}+$", ["😀😀"], ["😁"]),
    ("^\\/\\.\\-\\@\\ $", ["/.-@ "], ["a"]), ("^(?:ab)+$", ["abab"], ["a"]),
    ("^(?<year>\\d{4})$", ["2024"], ["24"]), ("^a{$", ["a{"], ["a"]),
    ("^a{,2}]}$", ["a{,2}]}"], []),
    ("^\\p{L}+$", ["aÉß漢"], ["a1", ""]), ("^\\P{L}+$", ["12-"], ["a"]),
    ("^\\p{Lu}\\p{Lowercase_Letter}$", ["Éa"], ["éA"]), ("^[\\p{Nd}_]+$", ["٣_4"], ["a"]),
    ("^\\p{gc=P}\\p{General_Category=Math_Symbol}$", ["!+"], ["+!"]),
    ("^\\p{ASCII}\\p{Alphabetic}\\p{White_Space}$", ["aé\u{2003}"], ["éa "]),
    ("^\\p{LC}\\p{Cc}\\p{Any}$", ["a\u{1}😀"], ["1\u{1}x"]), ("e\u{301}", ["e\u{301}"], ["é"]),
    ("^(\\d{3}-)?\\d{3}-\\d{4}$", ["555-1234", "800-555-1234"], ["5551234"]),
    ("^[a-z0-9]+(-[a-z0-9]+)*$", ["a-b-c"], ["a--b", "-a"]),
  ]

  @Test("are found where they are", arguments: samples)
  func sample(_ pattern: String, _ found: [String], _ missing: [String]) throws {
    let schema = try JSONSchema(["pattern": .string(pattern)])
    #expect(schema.diagnostics.isEmpty)
    for text in found { #expect(Self.fits(schema, text), "\(pattern) in \(text)") }
    for text in missing { #expect(!Self.fits(schema, text), "\(pattern) not in \(text)") }
  }

  private static func fits(_ schema: JSONSchema, _ text: String) -> Bool {
    schema.validate(.string(text)) == .valid(.string(text))
  }

  static let malformedPatterns = [
    "(", ")", "a)", "(?:a", "[a", "[b-a]", "*", "a**", "+a", "?", "{1}", "a{2,1}", "\\",
    "\\a", "\\Z", "\\x4", "\\u00", "\\u{110000}", "\\u{}", "\\uD83D", "\\c1", "\\p", "\\p{L",
    "(?<>a)", "(?<1", "^*", "\\01",
  ]

  @Test("are no patterns", arguments: malformedPatterns)
  func malformed(_ pattern: String) throws {
    let schema = try JSONSchema(["pattern": .string(pattern)])
    #expect(schema.diagnostics.map(\.description).first?.contains("is no ECMA-262 pattern") == true)
    #expect(Self.fits(schema, "anything"))
    let format = try JSONSchema(["format": "regex"])
    #expect(format.validate(.string(pattern), formats: .asserted) != .valid(.string(pattern)))
  }

  static let unsupportedPatterns = [
    "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(a)\\1", "(?<n>a)\\k<n>", "(?i:a)", "\\p{Script=Greek}",
    "\\p{Nope}",
  ]

  @Test("are patterns, but not supported", arguments: unsupportedPatterns)
  func unsupported(_ pattern: String) throws {
    let schema = try JSONSchema(["pattern": .string(pattern)])
    #expect(schema.diagnostics.map(\.description).first?.contains("is not supported") == true)
    let format = try JSONSchema(["format": "regex"])
    #expect(format.validate(.string(pattern), formats: .asserted) == .valid(.string(pattern)))
  }

  @Test("cut anywhere never crash the reader")
  func cuts() throws {
    let pattern = Array(Self.samples.map(\.pattern).joined(separator: "|").unicodeScalars)
    for end in pattern.indices {
      let text = String(String.UnicodeScalarView(pattern[..<end]))
      #expect(throws: Never.self) { try JSONSchema(["pattern": .string(text)]) }
    }
  }
}
