// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension StrictCompiler {
  mutating func readArrayRules(_ node: DocumentNode) throws(OpenAPIError) -> ArrayRules? {
    let keywords: Set = [
      "items", "prefixItems", "additionalItems", "contains", "minItems", "maxItems", "uniqueItems",
      "unevaluatedItems",
    ]
    guard node.hasMember(among: keywords) else { return nil }
    var rules = ArrayRules()
    if dialect.isModern, let prefix = node.member("prefixItems") {
      for element in try prefix.elements() { rules.prefix.append(add(element)) }
    }
    try readItems(node, into: &rules)
    if dialect.isModern {
      rules.contained = node.member("contains").map { add($0) }
      rules.containedMinimum = try readCount(node, "minContains") ?? 1
      rules.containedMaximum = try readCount(node, "maxContains")
      rules.unevaluated = node.member("unevaluatedItems").map { add($0) }
    }
    rules.minimum = try readCount(node, "minItems")
    rules.maximum = try readCount(node, "maxItems")
    rules.isUnique = try node.member("uniqueItems")?.flag() ?? false
    return rules
  }

  private mutating func readItems(
    _ node: DocumentNode, into rules: inout ArrayRules
  ) throws(OpenAPIError) {
    guard let items = node.member("items") else { return }
    guard items.value.arrayValue != nil, dialect.takesTuplesInItems else {
      rules.rest = add(items)
      return
    }
    for element in try items.elements() { rules.prefix.append(add(element)) }
    rules.rest = node.member("additionalItems").map { add($0) }
  }

  mutating func readObjectRules(_ node: DocumentNode) throws(OpenAPIError) -> ObjectRules? {
    let keywords: Set = [
      "properties", "patternProperties", "additionalProperties", "required", "propertyNames",
      "minProperties", "maxProperties", "dependencies", "dependentRequired", "dependentSchemas",
      "unevaluatedProperties",
    ]
    guard node.hasMember(among: keywords) else { return nil }
    var rules = ObjectRules()
    var entries = EntryList()
    for (name, property) in try node.member("properties")?.members() ?? [] {
      entries[name].schema = add(property)
    }
    for name in try node.member("required")?.strings() ?? [] { entries[name].isRequired = true }
    try readDependencies(node, into: &entries)
    rules.entries = entries.all
    rules.table = NameTable(entries.all.map(\.name))
    rules.requiredCount = entries.all.count(where: \.isRequired)
    rules.hasDependents = entries.all.contains { !$0.requires.isEmpty || $0.dependent != nil }
    rules.rest = node.member("additionalProperties").map { add($0) }
    rules.minimum = try readCount(node, "minProperties")
    rules.maximum = try readCount(node, "maxProperties")
    if dialect.isModern {
      rules.names = node.member("propertyNames").map { add($0) }
      rules.unevaluated = node.member("unevaluatedProperties").map { add($0) }
    }
    try readPatterns(node, into: &rules)
    return rules
  }

  /// An unusable pattern might describe any member, so then none counts as undescribed.
  private mutating func readPatterns(
    _ node: DocumentNode, into rules: inout ObjectRules
  ) throws(OpenAPIError) {
    for (source, member) in try node.member("patternProperties")?.members() ?? [] {
      let schema = add(member)
      if let pattern = readPattern(source, at: member.pointer) {
        rules.patterns.append((pattern, schema))
      } else {
        rules.rest = nil
        rules.unevaluated = nil
      }
    }
  }

  private mutating func readDependencies(
    _ node: DocumentNode, into entries: inout EntryList
  ) throws(OpenAPIError) {
    for (name, member) in try node.member("dependencies")?.members() ?? [] {
      if member.value.arrayValue != nil {
        entries[name].requires = try member.strings()
        entries[name].requiresKeyword = "dependencies"
      } else {
        entries[name].dependent = add(member)
      }
    }
    guard dialect.isModern else { return }
    for (name, member) in try node.member("dependentRequired")?.members() ?? [] {
      entries[name].requires += try member.strings()
      entries[name].requiresKeyword = "dependentRequired"
    }
    for (name, member) in try node.member("dependentSchemas")?.members() ?? [] {
      entries[name].dependent = add(member)
    }
  }

  /// Entries by name, in the order of their first mention.
  private struct EntryList {
    private(set) var all: [ObjectRules.Entry] = []
    private var positions: [[UInt8]: Int] = [:]

    subscript(name: String) -> ObjectRules.Entry {
      get { positions[Array(name.utf8)].map { all[$0] } ?? ObjectRules.Entry(name: name) }
      set {
        if let position = positions[Array(name.utf8)] {
          all[position] = newValue
        } else {
          positions[Array(name.utf8)] = all.count
          all.append(newValue)
        }
      }
    }
  }
}

extension DocumentNode {
  func hasMember(among names: Set<String>) -> Bool {
    value.objectValue?.members.contains { names.contains($0.name) } ?? false
  }

  func flag() throws(OpenAPIError) -> Bool {
    guard let flag = value.boolValue else {
      throw failure(.unexpectedKind(expected: "a boolean"))
    }
    return flag
  }

  func failure(_ reason: OpenAPIError.Reason, below name: String) -> OpenAPIError {
    OpenAPIError(reason, at: pointer.appending(name))
  }
}
