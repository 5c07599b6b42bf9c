// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The number of a schema in its graph.
struct SchemaID: Sendable, Hashable {
  let index: Int
}

/// All schemas of a document; they refer to each other by number, so that cycles need no classes.
struct SchemaGraph: Sendable {
  let nodes: [SchemaNode]

  subscript(id: SchemaID) -> SchemaNode { nodes[id.index] }
}

/// One schema: what both readings need to know of it.
struct SchemaNode: Sendable {
  let kind: SchemaKind
  /// The title or, failing that, the name under `components/schemas`.
  var name: String?
}

/// What a schema asks for.
enum SchemaKind: Sendable {
  case any
  case null
  case boolean
  case integer(NumericBounds)
  case number(NumericBounds)
  case string(TextBounds)
  case choice(SchemaChoice)
  case array(elements: SchemaID?, CountBounds)
  case map(values: SchemaID?, CountBounds)
  case model(SchemaModel)
  case nullable(SchemaID)
  case union([SchemaID])
  case reference(SchemaID)
}

extension SchemaKind {
  /// The schemas that judge the same value as this one.
  var aliases: [SchemaID] {
    switch self {
    case .nullable(let target), .reference(let target): [target]
    case .union(let members): members
    case .any, .null, .boolean, .integer, .number, .string, .choice, .array, .map, .model: []
    }
  }
}

/// Limits on a number.
struct NumericBounds: Sendable, Hashable {
  var minimum: JSONNumber?
  var exclusiveMinimum: JSONNumber?
  var maximum: JSONNumber?
  var exclusiveMaximum: JSONNumber?
  var multipleOf: JSONNumber?

  var isEmpty: Bool { self == NumericBounds() }
}

/// Limits on a length or a number of elements.
struct CountBounds: Sendable, Hashable {
  var minimum: Int?
  var maximum: Int?

  var isEmpty: Bool { self == CountBounds() }
}

/// Limits on a string.
struct TextBounds: Sendable {
  var length: CountBounds
  /// `nil` too for a pattern that cannot be used.
  var pattern: Pattern?

  var isEmpty: Bool { length.isEmpty && pattern == nil }
}

/// The values of `enum` or `const`.
struct SchemaChoice: Sendable {
  /// Where the values came from in Python, which decides what an error calls them.
  enum Origin: Sendable {
    /// Written in place: a `Literal`.
    case inline
    /// A component of its own: an `Enum` class.
    case component
  }

  let values: [JSONValue]
  let origin: Origin
}

/// An object with named members.
struct SchemaModel: Sendable {
  /// What becomes of members that no property names.
  enum Extras: Sendable {
    case ignored
    case kept(SchemaID?)
    case forbidden
  }

  /// In display order: `x-fal-order-properties`, then the order of the document.
  let properties: [Property]
  let extras: Extras
  /// The names, to tell extra members apart.
  let names: Set<[UInt8]>

  struct Property: Sendable {
    let name: String
    let place: JSONPointer
    let schema: SchemaID
    let isRequired: Bool
    let defaultValue: JSONValue?
    let examples: [JSONValue]
    let description: String?
  }
}
