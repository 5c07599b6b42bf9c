// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension SchemaCompiler {
  /// Constraints that pydantic would enforce and the observed reading does not.
  private static let unenforcedKeywords: Set<String> = [
    "contains", "dependentRequired", "dependentSchemas", "discriminator", "else", "format", "if",
    "maxContains", "minContains", "not", "patternProperties", "prefixItems", "propertyNames",
    "then", "unevaluatedItems", "unevaluatedProperties", "uniqueItems",
  ]

  mutating func readKind(_ node: DocumentNode, depth: Int) throws(OpenAPIError) -> SchemaKind {
    if node.value == .bool(true) { return .any }
    if node.value == .bool(false) { return .union([]) }
    let members = try node.members()
    unenforced += members.filter { Self.unenforcedKeywords.contains($0.name) }.map(\.node.pointer)
    if let reference = node.member("$ref") {
      return .reference(try compileReference(reference, depth: depth))
    }
    let kind = try readOwnKind(node, depth: depth)
    guard node.value["nullable"] == .bool(true) else { return kind }
    return .nullable(add(SchemaNode(kind: kind, name: nil), at: node.pointer))
  }

  private mutating func readOwnKind(
    _ node: DocumentNode, depth: Int
  ) throws(OpenAPIError) -> SchemaKind {
    if let choice = try readChoice(node) { return .choice(choice) }
    if let members = node.member("anyOf") ?? node.member("oneOf") {
      return try readUnion(members, depth: depth)
    }
    if let parts = node.member("allOf") { return try readConjunction(parts, depth: depth) }
    guard let type = node.member("type") else { return try readUntyped(node, depth: depth) }
    if type.value.arrayValue == nil {
      return try readKind(node, type: try type.string(), at: type, depth: depth)
    }
    return try readTypeList(node, type, depth: depth)
  }

  private func readChoice(_ node: DocumentNode) throws(OpenAPIError) -> SchemaChoice? {
    let isComponent = Self.componentName(node.pointer) != nil
    let origin: SchemaChoice.Origin = isComponent ? .component : .inline
    if let constant = node.value["const"] {
      return SchemaChoice(values: [constant], origin: origin)
    }
    guard let values = try node.member("enum")?.elements() else { return nil }
    return SchemaChoice(values: values.map(\.value), origin: origin)
  }

  /// Reads alternatives; `null` among them makes the rest nullable, as pydantic arranges it.
  private mutating func readUnion(
    _ members: DocumentNode, depth: Int
  ) throws(OpenAPIError) -> SchemaKind {
    var ids: [SchemaID] = []
    var isNullable = false
    for member in try members.elements() {
      if member.value["type"] == .string("null") {
        isNullable = true
      } else {
        ids.append(try compile(member, depth: depth))
      }
    }
    return combine(ids, isNullable: isNullable, at: members.pointer)
  }

  private mutating func combine(
    _ ids: [SchemaID], isNullable: Bool, at pointer: JSONPointer
  ) -> SchemaKind {
    let kind: SchemaKind = ids.count == 1 ? .reference(ids[0]) : .union(ids)
    guard isNullable else { return kind }
    return ids.isEmpty ? .null : .nullable(add(SchemaNode(kind: kind, name: nil), at: pointer))
  }

  /// Older generators wrap a `$ref` with siblings into an `allOf` of one; longer ones are not read.
  private mutating func readConjunction(
    _ parts: DocumentNode, depth: Int
  ) throws(OpenAPIError) -> SchemaKind {
    let elements = try parts.elements()
    if elements.count == 1 { return .reference(try compile(elements[0], depth: depth)) }
    unenforced.append(parts.pointer)
    return .any
  }

  private mutating func readUntyped(
    _ node: DocumentNode, depth: Int
  ) throws(OpenAPIError) -> SchemaKind {
    if node.member("properties") != nil { return try readObject(node, depth: depth) }
    if node.member("items") != nil { return try readArray(node, depth: depth) }
    return .any
  }

  private mutating func readTypeList(
    _ node: DocumentNode, _ list: DocumentNode, depth: Int
  ) throws(OpenAPIError) -> SchemaKind {
    var ids: [SchemaID] = []
    var isNullable = false
    for type in try list.elements() {
      let kind = try readKind(node, type: try type.string(), at: type, depth: depth)
      if case .null = kind {
        isNullable = true
      } else {
        ids.append(add(SchemaNode(kind: kind, name: nil), at: type.pointer))
      }
    }
    return combine(ids, isNullable: isNullable, at: list.pointer)
  }

  private mutating func readKind(
    _ node: DocumentNode, type: String, at place: DocumentNode, depth: Int
  ) throws(OpenAPIError) -> SchemaKind {
    switch type {
    case "null": .null
    case "boolean": .boolean
    case "integer": .integer(try readNumericBounds(node).integral)
    case "number": .number(try readNumericBounds(node))
    case "string": .string(try readTextBounds(node))
    case "array": try readArray(node, depth: depth)
    case "object": try readObject(node, depth: depth)
    default: throw place.failure(.unknownType(type))
    }
  }
}
