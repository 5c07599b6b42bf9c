// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// JSON as programs write it: records of short strings, numbers, and small objects and arrays.
package enum MixedDocument {
  private static let words = [
    "mesh", "texture", "vertex", "https://v3.fal.media/files/penguin/model.glb", "größer", "seed",
    "a \"quoted\" word", "line\nbreak", "warrior woman in a long coat, on white ground", "",
  ]

  /// Returns an array of records of that many bytes, or a little more.
  package static func bytes(seed: UInt64, count: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes = Array("[".utf8)
    while bytes.count < count - 1 {
      if bytes.count > 1 { bytes += Array(",\n".utf8) }
      bytes += record(&generator).serialized(.compact)
    }
    return bytes + [UInt8(ascii: "]")]
  }

  private static func record(_ generator: inout SeededGenerator) -> JSONValue {
    [
      "id": .number(JSONNumber(generator.next() >> 12)), "name": word(&generator),
      "count": integer(&generator), "score": fraction(&generator),
      "active": .bool(generator.next() % 2 == 0), "parent": .null,
      "tags": .array((0..<generator.number(in: 0...4)).map { _ in word(&generator) }),
      "place": ["x": fraction(&generator), "y": fraction(&generator), "z": integer(&generator)],
      "history": .array((0..<generator.number(in: 0...6)).map { _ in integer(&generator) }),
    ]
  }

  private static func word(_ generator: inout SeededGenerator) -> JSONValue {
    .string(words[generator.number(in: 0...words.count - 1)])
  }

  private static func integer(_ generator: inout SeededGenerator) -> JSONValue {
    .number(JSONNumber(generator.number(in: -1000...1000)))
  }

  private static func fraction(_ generator: inout SeededGenerator) -> JSONValue {
    .number(JSONNumber(Double(generator.number(in: -1_000_000_000...1_000_000_000)) / 1e6))
  }
}
