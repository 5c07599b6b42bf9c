// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Testing

@Suite("JSON pointers") struct JSONPointerTests {
  /// The example of RFC 6901 §5.
  static let document: JSONValue = [
    "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6,
    " ": 7, "m~n": 8,
  ]

  static let examples: [(String, String, JSONValue)] = [
    ("", "#", document), ("/foo", "#/foo", ["bar", "baz"]), ("/foo/0", "#/foo/0", "bar"),
    ("/", "#/", 0), ("/a~1b", "#/a~1b", 1), ("/c%d", "#/c%25d", 2), ("/e^f", "#/e%5Ef", 3),
    ("/g|h", "#/g%7Ch", 4), ("/i\\j", "#/i%5Cj", 5), ("/k\"l", "#/k%22l", 6), ("/ ", "#/%20", 7),
    ("/m~0n", "#/m~0n", 8),
  ]

  @Test("finds the examples of RFC 6901 by text and by fragment", arguments: examples)
  func specification(_ text: String, _ fragment: String, _ value: JSONValue) throws {
    let pointer = try JSONPointer(parsing: text)

    #expect(pointer.evaluate(in: Self.document) == value)
    #expect(pointer.description == text)
    #expect(try JSONPointer(fragment: fragment) == pointer)
  }

  @Test(
    "names nothing where there is nothing",
    arguments: ["/bar", "/foo/2", "/foo/-", "/foo/00", "/foo/+1", "/foo/x", "/foo/0/0", "//x"])
  func absent(_ text: String) throws {
    #expect(try JSONPointer(parsing: text).evaluate(in: Self.document) == nil)
  }

  static let malformed: [(String, JSONPointerError)] = [
    ("foo", .missingLeadingSlash), ("/~", .invalidTildeEscape), ("/a~2", .invalidTildeEscape),
    ("#/foo", .missingLeadingSlash),
  ]

  @Test("refuses malformed text", arguments: malformed)
  func malformedText(_ text: String, _ expected: JSONPointerError) {
    #expect(throws: expected) { try JSONPointer(parsing: text) }
  }

  static let malformedFragments: [(String, JSONPointerError)] = [
    ("/foo", .missingNumberSign), ("", .missingNumberSign), ("#foo", .missingLeadingSlash),
    ("#/%2", .invalidPercentEncoding), ("#/%GG", .invalidPercentEncoding),
    ("#/%FF", .invalidPercentEncoding),
  ]

  @Test("refuses malformed fragments", arguments: malformedFragments)
  func malformedFragment(_ text: String, _ expected: JSONPointerError) {
    #expect(throws: expected) { try JSONPointer(fragment: text) }
  }

  @Test("grows by names and indexes, with escapes")
  func appending() throws {
    let pointer = JSONPointer().appending("a/b~c").appending(3)

    #expect(pointer.description == "/a~1b~0c/3")
    #expect(try JSONPointer(parsing: pointer.description).tokens == ["a/b~c", "3"])
  }
}
