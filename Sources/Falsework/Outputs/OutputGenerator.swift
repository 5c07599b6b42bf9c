// Falsework
// SPDX-License-Identifier: MIT

package import FalseworkJSON
package import FalseworkOpenAPI
package import FalseworkQueue

/// Draws the output of a request from the schema of its document.
///
/// A value comes, in this order, from `const`, from the input where a field of the same name says
/// it, from an example, the default, the `enum`, or a draw within the bounds. What is drawn
/// depends on the seed, the key and the place in the output alone.
package struct OutputGenerator {
  /// Where values may come from.
  enum Sources {
    /// All of the above.
    case all
    /// Constants, enums and draws, which satisfy the schema even where its examples do not.
    case draws
  }

  /// The most values of an output; beyond, what is optional is left out.
  static let valueCountMax = 2000
  /// The depth from which on what is optional is left out.
  static let optionalDepthMax = 8
  /// The depth below which nothing is drawn.
  static let depthMax = 32

  let document: JSONValue
  let category: String
  let input: JSONObject
  let seed: UInt64
  let key: String
  let sources: Sources
  var gaps: [OutputPlan.Gap] = []
  var valueCount = 0

  /// Returns the output of an endpoint for an input; `nil` when its document describes none.
  package static func plan(
    for document: OpenAPIDocument, input: JSONObject, seed: UInt64, key: String
  ) -> OutputPlan? {
    guard let output = document.output, let schema = schema(in: document) else { return nil }
    var plan: OutputPlan?
    for sources in [Sources.all, .draws] {
      var generator = OutputGenerator(
        document: document.json, category: document.category ?? "", input: input, seed: seed,
        key: key, sources: sources)
      let body = generator.value(of: schema, at: JSONPointer())
      plan = OutputPlan(body: body, gaps: generator.gaps)
      if case .valid = output.validate(body) { break }
    }
    return plan
  }

  private static func schema(in document: OpenAPIDocument) -> JSONValue? {
    var value = document.json
    let path = "/\(document.endpointID)/requests/{request_id}"
    let tokens = [
      "paths", path, "get", "responses", "200", "content", "application/json", "schema",
    ]
    for name in tokens {
      // Only a reference has to be followed, which is rare here; every submission comes this way.
      let isReference = value["$ref"] != nil
      let next = isReference ? ResolvedSchema(value, in: document.json)?[name] : value[name]
      guard let next else { return nil }
      value = next
    }
    return value
  }

  /// Returns a value for a schema at a place of the output.
  mutating func value(of schema: JSONValue, at place: JSONPointer) -> JSONValue {
    valueCount += 1
    guard place.tokens.count < Self.depthMax,
      let schema = ResolvedSchema(schema, in: document)
    else { return .null }
    if let constant = schema["const"] { return constant }
    if let known = known(schema, at: place) { return known }
    if let choices = schema["enum"]?.arrayValue, !choices.isEmpty {
      var draws = draws(at: place)
      return choices[draws.index(below: choices.count)]
    }
    if let alternative = schema.alternatives.first { return value(of: alternative, at: place) }
    return composed(schema, at: place)
  }

  private mutating func composed(_ schema: ResolvedSchema, at place: JSONPointer) -> JSONValue {
    switch schema.types.first ?? Self.impliedType(schema) {
    case "object": return object(schema, at: place)
    case "array": return array(schema, at: place)
    case "string": return string(schema, at: place)
    case "integer": return .number(integer(schema, at: place))
    case "number": return .number(number(schema, at: place))
    case "boolean": return .bool(boolean(at: place))
    default: return .null
    }
  }

  private static func impliedType(_ schema: ResolvedSchema) -> String {
    if schema["properties"] != nil || schema["additionalProperties"] != nil { return "object" }
    if schema["items"] != nil || schema["prefixItems"] != nil { return "array" }
    return schema.isNullable ? "null" : "string"
  }

  /// The value that input, examples or default give.
  private func known(_ schema: ResolvedSchema, at place: JSONPointer) -> JSONValue? {
    guard sources == .all else { return nil }
    if place.tokens.count == 1, let given = input[place.tokens[0]], given.isPlain, given != .null {
      return given
    }
    let examples = schema["examples"]?.arrayValue ?? schema["example"].map { [$0] } ?? []
    let usable = examples.filter(\.isPlain)
    guard usable.isEmpty else {
      var draws = draws(at: place)
      return usable[draws.index(below: usable.count)]
    }
    return schema["default"].flatMap { $0.isPlain ? $0 : nil }
  }

  /// The draws of a place, which no other place disturbs.
  func draws(at place: JSONPointer) -> SeededGenerator {
    SeededGenerator(seed: seed, key: "output", key, place.description)
  }
}

extension JSONValue {
  /// Whether this is a scalar or a list of scalars without a URL; URLs must lead to the mock.
  fileprivate var isPlain: Bool {
    switch self {
    case .null, .bool, .number: true
    case .string(let text): !text.contains("://")
    case .array(let elements): elements.allSatisfy { $0.arrayValue == nil && $0.isPlain }
    case .object: false
    }
  }
}

extension SeededGenerator {
  mutating func index(below count: Int) -> Int { Int(next() % UInt64(count)) }
}
