// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The rules by which the strict reading takes a schema as it is written.
///
/// | | `draft4` | `draft202012` | `openAPI30` | `openAPI31` |
/// |---|---|---|---|---|
/// | `1.0` is an integer | no | yes | no | yes |
/// | `exclusiveMinimum`, `exclusiveMaximum` | flags | bounds | flags or bounds | flags or bounds |
/// | an array in `items` | elements in order | refused | elements in order | refused |
/// | members beside `$ref` | ignored | apply | apply | apply |
/// | `nullable` | unknown | unknown | adds `null` to `type` | unknown |
/// | identifiers | `id` | `$id`, `$anchor` | none | `$id`, `$anchor` |
public enum SchemaDialect: Sendable, Hashable {
  /// JSON Schema draft 4.
  case draft4
  /// JSON Schema 2020-12.
  case draft202012
  /// The schemas of OpenAPI 3.0: draft 4, and with it the keywords of 2020-12 wherever draft 4 has
  /// no other meaning for them.
  ///
  /// So `type: null`, `const` and members beside `$ref` mean what their authors meant: documents
  /// like fal's call themselves 3.0 and are written as 3.1. `nullable` follows OpenAPI 3.0.3: it
  /// works on the `type` beside it and on nothing else.
  case openAPI30
  /// The schemas of OpenAPI 3.1: 2020-12 with the keywords of OpenAPI's own vocabulary.
  case openAPI31

  var ignoresBesideReference: Bool { self == .draft4 }
  var tellsIntegersBySpelling: Bool { self == .draft4 || self == .openAPI30 }
  var takesTuplesInItems: Bool { self == .draft4 || self == .openAPI30 }
  var knowsNullable: Bool { self == .openAPI30 }
  var takesBounds: Bool { self != .draft4 }
  var takesFlags: Bool { self != .draft202012 }
  var isModern: Bool { self != .draft4 }

  /// The keyword that names a schema.
  var identifier: String? {
    switch self {
    case .draft4: "id"
    case .draft202012, .openAPI31: "$id"
    case .openAPI30: nil
    }
  }

  var title: String {
    switch self {
    case .draft4: "draft 4"
    case .draft202012: "2020-12"
    case .openAPI30: "OpenAPI 3.0 has it"
    case .openAPI31: "OpenAPI 3.1 has it"
    }
  }

  /// Returns whether a `$schema` names this dialect.
  func goesBy(_ metaSchema: JSONValue) -> Bool {
    let modern = "https://json-schema.org/draft/2020-12/schema"
    let names =
      switch self {
      case .draft4: ["http://json-schema.org/draft-04/schema"]
      case .draft202012: [modern]
      case .openAPI30: [String]()
      case .openAPI31: [modern, "https://spec.openapis.org/oas/3.1/dialect/base"]
      }
    guard let text = metaSchema.stringValue else { return false }
    return names.contains(text) || names.contains { $0 + "#" == text }
  }

  /// Returns whether the dialect gives a keyword a meaning.
  func knows(_ keyword: String) -> Bool {
    if SchemaKeywords.draft4.contains(keyword) { return true }
    switch self {
    case .draft4: return keyword == "id"
    case .draft202012: return SchemaKeywords.modern.contains(keyword)
    case .openAPI30:
      return keyword == "nullable" || SchemaKeywords.openAPI.contains(keyword)
        || (SchemaKeywords.modern.contains(keyword)
          && !SchemaKeywords.naming.contains(keyword))
    case .openAPI31:
      return SchemaKeywords.openAPI.contains(keyword) || SchemaKeywords.modern.contains(keyword)
    }
  }
}

/// The keywords of the dialects, whether they assert something or only describe.
enum SchemaKeywords {
  /// Those that all dialects share; `dependencies` and `definitions` live on after draft 4.
  static let draft4: Set = [
    "$ref", "$schema", "additionalItems", "additionalProperties", "allOf", "anyOf", "default",
    "definitions", "dependencies", "description", "enum", "exclusiveMaximum", "exclusiveMinimum",
    "format", "items", "maxItems", "maxLength", "maxProperties", "maximum", "minItems",
    "minLength", "minProperties", "minimum", "multipleOf", "not", "oneOf", "pattern",
    "patternProperties", "properties", "required", "title", "type", "uniqueItems",
  ]

  static let modern: Set = [
    "$anchor", "$comment", "$defs", "$dynamicAnchor", "$dynamicRef", "$id", "$vocabulary", "const",
    "contains", "contentEncoding", "contentMediaType", "contentSchema", "dependentRequired",
    "dependentSchemas", "deprecated", "else", "examples", "if", "maxContains", "minContains",
    "prefixItems", "propertyNames", "readOnly", "then", "unevaluatedItems",
    "unevaluatedProperties", "writeOnly",
  ]

  static let naming: Set = ["$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$vocabulary"]

  static let openAPI: Set = ["deprecated", "discriminator", "example", "externalDocs", "xml"]

  /// Keywords with one schema, with an array of schemas, and with an object of schemas.
  static let single = [
    "additionalItems", "additionalProperties", "contains", "else", "if", "items", "not",
    "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
  ]
  static let lists = ["allOf", "anyOf", "items", "oneOf", "prefixItems"]
  static let maps = [
    "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties",
  ]
}
