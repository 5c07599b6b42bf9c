// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension StrictCompiler {
  mutating func readLogicRules(_ node: DocumentNode) throws(OpenAPIError) -> LogicRules? {
    let keywords: Set = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if"]
    noteIdleBranches(node)
    guard node.hasMember(among: keywords) else { return nil }
    var rules = LogicRules()
    if let reference = node.member("$ref") { rules.reference = try follow(reference).id }
    if dialect.isModern, dialect != .openAPI30, let reference = node.member("$dynamicRef") {
      rules.dynamicReference = try followDynamically(reference)
    }
    rules.all = try addList(node, "allOf")
    rules.any = try addList(node, "anyOf")
    rules.one = try addList(node, "oneOf")
    rules.not = node.member("not").map { add($0) }
    if dialect.isModern, let condition = node.member("if") {
      rules.condition = add(condition)
      rules.consequence = node.member("then").map { add($0) }
      rules.alternative = node.member("else").map { add($0) }
    }
    rules.discriminator = try readDiscriminator(node)
    return rules
  }

  private mutating func addList(
    _ node: DocumentNode, _ keyword: String
  ) throws(OpenAPIError) -> [StrictID] {
    var ids: [StrictID] = []
    for element in try node.member(keyword)?.elements() ?? [] { ids.append(add(element)) }
    return ids
  }

  private mutating func noteIdleBranches(_ node: DocumentNode) {
    guard dialect.isModern, node.member("if") == nil else { return }
    for keyword in ["then", "else"] {
      guard let branch = node.member(keyword) else { continue }
      note(.withoutEffect(keyword, because: "there is no 'if' beside it"), at: branch.pointer)
    }
  }

  private mutating func readDiscriminator(
    _ node: DocumentNode
  ) throws(OpenAPIError) -> Discriminator? {
    guard dialect == .openAPI30 || dialect == .openAPI31,
      let discriminator = node.member("discriminator"),
      let list = node.member("oneOf") ?? node.member("anyOf")
    else { return nil }
    let property = try discriminator.required("propertyName").string()
    var alternatives: [JSONPointer: StrictID] = [:]
    var targets: [String: StrictID] = [:]
    for element in try list.elements() {
      guard let reference = element.member("$ref") else { continue }
      let target = try follow(reference)
      alternatives[target.pointer] = add(element)
      if let name = target.pointer.tokens.last { targets[name] = add(element) }
    }
    for (value, member) in try discriminator.member("mapping")?.members() ?? [] {
      let target = try followMapping(member)
      if let alternative = alternatives[target.pointer] { targets[value] = alternative }
    }
    return Discriminator(property: property, targets: targets)
  }

  /// A mapping names a component or holds a reference.
  private mutating func followMapping(_ node: DocumentNode) throws(OpenAPIError) -> Target {
    let text = try node.string()
    let isName = !text.isEmpty && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x5F }
    let reference = isName ? "#/components/schemas/" + text : text
    return try follow(DocumentNode(value: .string(reference), pointer: node.pointer))
  }
}
