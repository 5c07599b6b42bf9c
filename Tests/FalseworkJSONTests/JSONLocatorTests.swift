// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Testing

@Suite("Places in a document") struct JSONLocatorTests {
  static let text = """
    {
      "a": 1,
      "b": [true, [], {"c": "x, ]} \\" y", "d": null}, -1.5e3],
      "é\\u0061\\n": "ü", "e/f~": {"": {"g" : 0}},
      "a" : 2
    }

    """

  static let places: [(pointer: String, part: JSONLocator.Part, line: Int, column: Int)] = [
    ("", .value, 1, 1), ("", .name, 1, 1), ("/b", .value, 3, 8), ("/b", .name, 3, 3),
    ("/b/0", .value, 3, 9), ("/b/1", .value, 3, 15), ("/b/2", .value, 3, 19),
    ("/b/2", .name, 3, 19), ("/b/2/c", .value, 3, 25), ("/b/2/c", .name, 3, 20),
    ("/b/2/d", .value, 3, 44), ("/b/3", .value, 3, 51), ("/éa\n", .value, 4, 16),
    ("/éa\n", .name, 4, 3), ("/e~1f~0", .value, 4, 29), ("/e~1f~0//g", .value, 4, 41),
    // Of members with one name the last counts.
    ("/a", .value, 5, 9), ("/a", .name, 5, 3),
    // What is not there has the place of the innermost value on the way.
    ("/z", .value, 1, 1), ("/z", .name, 1, 1), ("/b/4", .value, 3, 8), ("/b/4", .name, 3, 8),
    ("/b/-", .value, 3, 8), ("/b/00", .value, 3, 8), ("/b/1/0", .value, 3, 15),
    ("/b/2/c/0", .name, 3, 25), ("/e~1f~0/z/g", .value, 4, 29),
  ]

  @Test("are found by pointer", arguments: places)
  func pointers(_ text: String, _ part: JSONLocator.Part, _ line: Int, _ column: Int) throws {
    var locator = JSONLocator(Array(Self.text.utf8))
    let place = locator.place(of: try JSONPointer(parsing: text), part)
    #expect(place.line == line)
    #expect(place.column == column)
  }

  @Test("are counted without a byte order mark, but for the offset in bytes")
  func mark() throws {
    var locator = JSONLocator([0xEF, 0xBB, 0xBF] + Array(#"["ü", 1]"#.utf8))
    let place = locator.place(of: JSONPointer(tokens: ["1"]))
    #expect(place.byteOffset == 10)
    #expect(place.line == 1)
    #expect(place.column == 7)
  }

  /// Every value of a document with its pointer.
  private static func values(
    _ value: JSONValue, _ pointer: JSONPointer
  ) -> [(JSONPointer, JSONValue)] {
    let inner =
      switch value {
      case .array(let elements):
        elements.enumerated().flatMap { values($0.element, pointer.appending($0.offset)) }
      case .object(let object):
        object.collapsingDuplicates().members.flatMap {
          values($0.value, pointer.appending($0.name))
        }
      case .null, .bool, .number, .string: [(JSONPointer, JSONValue)]()
      }
    return [(pointer, value)] + inner
  }

  @Test("are where the parser reads the same value, in every document of the corpus")
  func corpus() throws {
    #expect(!JSONCorpus.all.isEmpty)
    for document in JSONCorpus.all {
      guard let whole = try? JSONValue.parse(document.bytes, reading: .python) else { continue }
      var locator = JSONLocator(document.bytes)
      // Of a document in a thousand brackets some values are enough.
      for (pointer, value) in Self.values(whole, JSONPointer()).prefix(300) {
        let offset = locator.place(of: pointer).byteOffset
        #expect(Self.value(at: offset, in: document.bytes) == value, "\(document.title) \(pointer)")
      }
    }
  }

  /// The value that the parser reads from there on, whatever follows it.
  private static func value(at offset: Int, in bytes: [UInt8]) -> JSONValue? {
    let rest = bytes[offset...]
    do {
      return try JSONValue.parse(rest, reading: .python)
    } catch {
      guard error.reason == .trailingData else { return nil }
      return try? JSONValue.parse(rest.prefix(error.byteOffset), reading: .python)
    }
  }

  @Test("are places within the bytes of any rubbish", arguments: JSONCorpus.all)
  func rubbish(_ document: JSONCase) throws {
    let pointers = try ["", "/a/b", "/0/0", "/a/0"].map(JSONPointer.init(parsing:))
    for bytes in document.cuts {
      var locator = JSONLocator(bytes)
      for pointer in pointers {
        let place = locator.place(of: pointer, .name)
        #expect((0...bytes.count).contains(place.byteOffset))
      }
    }
  }
}
