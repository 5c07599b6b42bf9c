// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Testing

@Suite("JSON numbers") struct JSONNumberTests {
  /// `repr(x)` of CPython 3.11.7.
  static let representations: [(Double, String)] = [
    (7.5, "7.5"), (3, "3.0"), (3.6e-05, "3.6e-05"), (1e20, "1e+20"), (0, "0.0"), (-0.0, "-0.0"),
    (0.0001, "0.0001"), (0.00001, "1e-05"), (0.1, "0.1"), (1e15, "1000000000000000.0"),
    (1e16, "1e+16"), (9_007_199_254_740_992, "9007199254740992.0"),
    (9_007_199_254_740_994, "9007199254740994.0"), (-9_999_999_999_999_998, "-9999999999999998.0"),
    (9_100_000_000_000_000, "9100000000000000.0"),
    (12_345_678_901_234_568, "1.2345678901234568e+16"),
    (123_456_789_012_345_680, "1.2345678901234568e+17"), (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"), (1e22, "1e+22"), (0.98, "0.98"),
    (.infinity, "Infinity"), (-.infinity, "-Infinity"), (.nan, "NaN"),
  ]

  @Test("writes doubles as Python does", arguments: representations)
  func doubles(_ double: Double, _ text: String) {
    let number = JSONNumber(double)

    #expect(number.literal == text)
    #expect(!number.isInteger)
    #expect(number.doubleValue.bitPattern == double.bitPattern || double.isNaN)
  }

  @Test(
    "tells integers by their spelling",
    arguments: [("0", true), ("-7", true), ("1.0", false), ("1e2", false), ("NaN", false)])
  func integerSpelling(_ literal: String, _ isInteger: Bool) {
    #expect(JSONNumber(literal: literal)?.isInteger == isInteger)
  }

  static let integers: [(String, Int?)] = [
    ("9223372036854775807", .max), ("9223372036854775808", nil), ("-9223372036854775808", .min),
    ("-0", 0), ("1.0", nil), ("1e2", nil),
  ]

  @Test("reads integers of up to 64 bits", arguments: integers)
  func integerValues(_ literal: String, _ value: Int?) {
    #expect(JSONNumber(literal: literal)?.intValue == value)
  }

  @Test("refuses literals that are no numbers", arguments: ["", "1 ", " 1", "+1", "01", "1.", "a"])
  func malformedLiterals(_ literal: String) {
    #expect(JSONNumber(literal: literal) == nil)
  }

  @Test("holds all of an unsigned word")
  func unsigned() {
    #expect(JSONNumber(UInt64.max).literal == "18446744073709551615")
  }

  @Test(
    "repeats a number the way Python writes it back",
    arguments: [
      ("1E2", "100.0"), ("-0", "0"), ("1.10", "1.1"), ("-0.0", "-0.0"), ("1e400", "Infinity"),
      ("100000000000000000000", "100000000000000000000"),
    ])
  func pythonNormalized(_ literal: String, _ normalized: String) {
    #expect(JSONNumber(literal: literal)?.pythonNormalized.literal == normalized)
  }
}
