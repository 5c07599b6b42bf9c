// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension SchemaCompiler {
  func readNumericBounds(_ node: DocumentNode) throws(OpenAPIError) -> NumericBounds {
    var bounds = NumericBounds()
    bounds.minimum = try node.member("minimum")?.number()
    bounds.maximum = try node.member("maximum")?.number()
    bounds.multipleOf = try node.member("multipleOf")?.number()
    // In 3.0 the exclusive keywords are flags beside the bound, in 3.1 they are the bound.
    switch node.value["exclusiveMinimum"] {
    case .bool(let isExclusive)? where isExclusive:
      swap(&bounds.minimum, &bounds.exclusiveMinimum)
    case .bool?, nil: break
    default: bounds.exclusiveMinimum = try node.member("exclusiveMinimum")?.number()
    }
    switch node.value["exclusiveMaximum"] {
    case .bool(let isExclusive)? where isExclusive:
      swap(&bounds.maximum, &bounds.exclusiveMaximum)
    case .bool?, nil: break
    default: bounds.exclusiveMaximum = try node.member("exclusiveMaximum")?.number()
    }
    return bounds
  }

  func readCountBounds(
    _ node: DocumentNode, _ minimum: String, _ maximum: String
  ) throws(OpenAPIError) -> CountBounds {
    CountBounds(
      minimum: try node.member(minimum)?.count(), maximum: try node.member(maximum)?.count())
  }

  mutating func readTextBounds(_ node: DocumentNode) throws(OpenAPIError) -> TextBounds {
    var bounds = TextBounds(length: try readCountBounds(node, "minLength", "maxLength"))
    guard let pattern = node.member("pattern") else { return bounds }
    bounds.pattern = try? Pattern(try pattern.string())
    if bounds.pattern == nil { unenforced.append(pattern.pointer) }
    return bounds
  }

  mutating func readArray(_ node: DocumentNode, depth: Int) throws(OpenAPIError) -> SchemaKind {
    var elements: SchemaID?
    if let items = node.member("items") { elements = try compile(items, depth: depth) }
    return .array(elements: elements, try readCountBounds(node, "minItems", "maxItems"))
  }

  mutating func readObject(_ node: DocumentNode, depth: Int) throws(OpenAPIError) -> SchemaKind {
    let extras = try readExtras(node, depth: depth)
    guard let properties = node.member("properties") else {
      let bounds = try readCountBounds(node, "minProperties", "maxProperties")
      switch extras {
      case .ignored, .forbidden: return .map(values: nil, bounds)
      case .kept(let values): return .map(values: values, bounds)
      }
    }
    return .model(try readModel(node, properties, extras: extras, depth: depth))
  }

  private mutating func readExtras(
    _ node: DocumentNode, depth: Int
  ) throws(OpenAPIError) -> SchemaModel.Extras {
    guard let extras = node.member("additionalProperties") else { return .ignored }
    if case .bool(let isAllowed) = extras.value { return isAllowed ? .kept(nil) : .forbidden }
    return .kept(try compile(extras, depth: depth))
  }

  private mutating func readModel(
    _ node: DocumentNode, _ properties: DocumentNode, extras: SchemaModel.Extras, depth: Int
  ) throws(OpenAPIError) -> SchemaModel {
    let required = Set(try node.member("required")?.strings() ?? [])
    var all: [SchemaModel.Property] = []
    for (name, property) in try properties.members() {
      all.append(
        SchemaModel.Property(
          name: name, place: property.pointer, schema: try compile(property, depth: depth),
          isRequired: required.contains(name), defaultValue: property.value["default"],
          examples: property.value["examples"]?.arrayValue ?? [],
          description: property.value["description"]?.stringValue))
    }
    let order = try node.member("x-fal-order-properties")?.strings() ?? []
    let names = Set(all.map { Array($0.name.utf8) })
    return SchemaModel(properties: Self.arrange(all, by: order), extras: extras, names: names)
  }

  private static func arrange(
    _ properties: [SchemaModel.Property], by order: [String]
  ) -> [SchemaModel.Property] {
    let ranks = Dictionary(
      zip(order, order.indices), uniquingKeysWith: { first, _ in first })
    let ranked = properties.enumerated().map { position, property in
      (ranks[property.name] ?? order.count + position, property)
    }
    return ranked.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension NumericBounds {
  /// These bounds with `1.0` written as `1`, the form that pydantic gives those of integers.
  var integral: NumericBounds {
    NumericBounds(
      minimum: minimum?.integral, exclusiveMinimum: exclusiveMinimum?.integral,
      maximum: maximum?.integral, exclusiveMaximum: exclusiveMaximum?.integral,
      multipleOf: multipleOf?.integral)
  }
}

extension JSONNumber {
  fileprivate var integral: JSONNumber {
    guard !isInteger, doubleValue.rounded() == doubleValue else { return self }
    return JSONNumber(literal: PythonText.bound(self)) ?? self
  }
}
