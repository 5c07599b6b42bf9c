// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("Numbers as they are written") struct StrictNumberTests {
  static let multiples: [(step: String, value: String, isMultiple: Bool)] = [
    ("0.1", "0.3", true), ("0.1", "0.35", false), ("0.01", "4.35", true), ("0.01", "19.99", true),
    ("0.0001", "0.0075", true), ("0.0001", "0.00751", false), ("3", "1e100", false),
    ("3", "3e100", true), ("8", "1e3", true), ("1e3", "1000", true), ("1e3", "100", false),
    ("7", "0", true), ("7", "-0.0", true), ("7", "-49", true), ("0.5", "1e308", true),
    ("0.123456789", "1e308", false), ("2", "1e999999999999999999999", true),
    ("3", "1e999999999999999999999", false), ("0.01", "1e-999999999999999999999", false),
    ("9007199254740993", "18014398509481986", true),
    ("9007199254740993", "18014398509481985", false),
    ("12345678901234567890123", "37037036703703703670369", true),
    ("12345678901234567890123", "37037036703703703670368", false),
    ("12345678901234567890123", "12345678901234567890123e5", true),
    ("5", "123456789012345678901234567890", true), ("5", "123456789012345678901234567891", false),
  ]

  @Test("are multiples exactly", arguments: multiples)
  func multiple(_ step: String, _ value: String, _ isMultiple: Bool) throws {
    #expect(try StrictBench.isValid(#"{"multipleOf": \#(step)}"#, value) == isMultiple)
  }

  /// Each number is less than the next.
  static let ascending = [
    "-1e999", "-12345678901234567890.1", "-12345678901234567890", "-2", "-1.5", "-1", "-1e-999",
    "0", "1e-999", "0.1", "0.10000000000000000001", "1", "9007199254740992", "9007199254740993",
    "9007199254740993.5", "12345678901234567890", "12345678901234567890.1", "1e20",
    "100000000000000000001", "1e999",
  ]

  @Test("are compared exactly")
  func comparison() throws {
    for (leftRank, left) in Self.ascending.enumerated() {
      for (rightRank, right) in Self.ascending.enumerated() {
        let outcome = try StrictBench.isValid(#"{"minimum": \#(left)}"#, right)
        #expect(outcome == (leftRank <= rightRank), "\(left) <= \(right)")
        let exclusive = try StrictBench.isValid(#"{"exclusiveMaximum": \#(left)}"#, right)
        #expect(exclusive == (rightRank < leftRank), "\(right) < \(left)")
        let equal = try StrictBench.isValid(#"{"const": \#(left)}"#, right)
        #expect(equal == (leftRank == rightRank), "\(left) == \(right)")
      }
    }
  }

  @Test(
    "are equal in any spelling",
    arguments: [
      ("1", "1.0"), ("100", "1e2"), ("0.001", "1E-3"), ("0", "-0.0"), ("0", "0e5"),
      ("1200000000000000000000000", "1.2e24"), ("-1.50", "-15e-1"),
      ("123456789012345678901234567890", "12345678901234567890123456789.0e1"),
    ])
  func spelling(_ left: String, _ right: String) throws {
    #expect(try StrictBench.isValid(#"{"const": \#(left)}"#, right))
    #expect(try StrictBench.isValid(#"{"enum": [\#(right)]}"#, left))
    #expect(try !StrictBench.isValid(#"{"uniqueItems": true}"#, "[\(left), \(right)]"))
    #expect(try StrictBench.isValid(#"{"minimum": \#(left), "maximum": \#(left)}"#, right))
  }

  @Test("that JSON cannot write are no numbers of JSON Schema", arguments: ["NaN", "-Infinity"])
  func nonFinite(_ literal: String) throws {
    let value = try JSONValue.parse(literal, reading: .python)
    let schemas: [JSONValue] = [
      ["type": "number"], ["type": "integer"], ["maximum": 0], ["const": 1], ["multipleOf": 1],
    ]
    for schema in schemas {
      let verdict = try JSONSchema(schema).validate(value)
      #expect(verdict != .valid(value), "\(schema)")
    }
  }
}
