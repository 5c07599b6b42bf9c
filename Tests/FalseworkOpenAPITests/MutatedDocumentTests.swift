// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

/// Pseudo-random numbers that are the same each time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}

/// A document with small damage: values exchanged, dropped, renamed or replaced by junk.
struct DocumentMutator {
  private var generator: SeededGenerator
  private let parts: [JSONValue]
  private let names: [String]

  init(seed: UInt64, document: JSONValue) {
    generator = SeededGenerator(state: seed)
    var parts = Self.junk
    var names = Self.keywords
    Self.collect(document, &parts, &names)
    self.parts = parts
    self.names = names
  }

  static let keywords = [
    "$ref", "$id", "$anchor", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "then",
    "items", "prefixItems", "contains", "pattern", "patternProperties", "additionalProperties",
    "nullable",
    "unevaluatedProperties", "dependentSchemas", "propertyNames", "discriminator", "const", "type",
    "enum", "format", "multipleOf", "uniqueItems", "exclusiveMinimum", "content", "schema",
  ]

  static let junk: [JSONValue] = [
    nil, true, false, 0, -1, 0.5, 1e300, "", "#", "#/components/schemas/File", "#/paths", "(a*)*$",
    "https://example.com/a", [], [[]], [:], ["a": [:]], ["$ref": "#"], ["type": "null"], "integer",
    ["$ref": "#/components/schemas/QueueStatus"], ["not": [:]], "date-time", "\u{0}",
  ]

  private static func collect(
    _ value: JSONValue, _ parts: inout [JSONValue], _ names: inout [String]
  ) {
    parts.append(value)
    for element in value.arrayValue ?? [] { collect(element, &parts, &names) }
    for member in value.objectValue?.members ?? [] {
      names.append(member.name)
      collect(member.value, &parts, &names)
    }
  }

  mutating func mutate(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null, .bool, .number, .string: return draw(below: 600) == 0 ? part() : value
    case .array(let elements):
      return draw(below: 600) == 0 ? part() : .array(elements.map { mutate($0) })
    case .object(let object):
      if draw(below: 1500) == 0 { return part() }
      var members: [JSONObject.Member] = []
      for member in object.members where draw(below: 800) > 0 {
        let name = draw(below: 600) == 0 ? self.name() : member.name
        members.append(JSONObject.Member(name: name, value: mutate(member.value)))
        if draw(below: 250) == 0 {
          members.append(JSONObject.Member(name: self.name(), value: part()))
        }
      }
      return .object(JSONObject(members: members))
    }
  }

  private mutating func draw(below bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &generator)
  }

  private mutating func part() -> JSONValue { parts[draw(below: parts.count)] }
  private mutating func name() -> String { names[draw(below: names.count)] }
}

@Suite("Damaged documents") struct MutatedDocumentTests {
  static let bodies = [
    #"{"image_url":"u","seed":1}"#, #"{"seed":"x","mesh_simplify":9,"a":{"a":[{}]}}"#, "[]", "",
  ]

  @Test("are read or refused with a place and a reason, and judge bodies if read")
  func mutated() throws {
    let original = try TrellisDocument.json()
    var readCount = 0
    for seed in 0..<1000 {
      var mutator = DocumentMutator(seed: UInt64(seed), document: original)
      let damaged = mutator.mutate(original)
      do {
        let document = try OpenAPIDocument(damaged)
        readCount += 1
        Self.use(document)
      } catch {
        #expect(error.description.hasPrefix("#"))
        #expect(!error.description.contains("\n"))
      }
    }
    // Enough of both kinds to mean something.
    #expect((100..<900).contains(readCount), "\(readCount)")
  }

  private static func use(_ document: OpenAPIDocument) {
    for text in bodies {
      let body = Array(text.utf8)
      for reading in [SchemaReading.observed, .strict(formats: .asserted)] {
        _ = document.judge(body: body, contentType: "application/json", reading: reading)
      }
      for operation in document.operations {
        _ = operation.judge(
          replyBody: body, status: 200, contentType: "application/json", formats: .asserted)
      }
    }
  }
}
