// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkQueue

extension OutputGenerator {
  /// The most elements of an array that may have any number.
  private static let elementCountMax = 64

  mutating func object(_ schema: ResolvedSchema, at place: JSONPointer) -> JSONValue {
    if schema.isFile(in: document) { return file(schema, at: place) }
    if let timings = timings(schema, at: place) { return timings }
    var object = JSONObject()
    for name in schema.propertyNames {
      guard let property = schema.property(name) else { continue }
      let isRequired = schema.required.contains(name)
      guard isRequired || hasRoom(at: place) else { continue }
      object[name] = member(property, isRequired: isRequired, at: place.appending(name))
    }
    fill(&object, schema, at: place)
    return .object(object)
  }

  private func hasRoom(at place: JSONPointer) -> Bool {
    place.tokens.count < Self.optionalDepthMax && valueCount < Self.valueCountMax
  }

  /// A property that may be absent and may be `null` is `null`, unless the document says what else.
  private mutating func member(
    _ schema: JSONValue, isRequired: Bool, at place: JSONPointer
  ) -> JSONValue {
    guard !isRequired, let resolved = ResolvedSchema(schema, in: document), resolved.isNullable,
      resolved["default"] == nil, resolved["examples"] == nil, input[place.tokens.last ?? ""] == nil
    else { return value(of: schema, at: place) }
    return .null
  }

  /// Adds members that no property names, until there are as many as there must be.
  private mutating func fill(
    _ object: inout JSONObject, _ schema: ResolvedSchema, at place: JSONPointer
  ) {
    let least = min(schema["minProperties"]?.numberValue?.intValue ?? 0, Self.elementCountMax)
    while object.count < least {
      let name = "member\(object.count + 1)"
      object[name] = value(of: schema["additionalProperties"] ?? true, at: place.appending(name))
    }
  }

  private mutating func timings(_ schema: ResolvedSchema, at place: JSONPointer) -> JSONValue? {
    guard place.tokens.last == FieldConventions.stageTimings, schema.propertyNames.isEmpty,
      let values = schema["additionalProperties"].flatMap({ ResolvedSchema($0, in: document) }),
      values.types == ["number"]
    else { return nil }
    gaps.append(OutputPlan.Gap(at: place, .stageTimings))
    return [:]
  }

  mutating func array(_ schema: ResolvedSchema, at place: JSONPointer) -> JSONValue {
    let fixed = schema["prefixItems"]?.arrayValue ?? []
    let items = schema["items"] ?? true
    var elements: [JSONValue] = []
    for index in 0..<elementCount(schema, fixed.count) {
      let schema = index < fixed.count ? fixed[index] : items
      elements.append(value(of: schema, at: place.appending(index)))
    }
    guard schema["uniqueItems"] == true else { return .array(elements) }
    return .array(distinct(elements, items, at: place))
  }

  private func elementCount(_ schema: ResolvedSchema, _ fixedCount: Int) -> Int {
    let least = schema["minItems"]?.numberValue?.intValue ?? 0
    let most = schema["maxItems"]?.numberValue?.intValue ?? .max
    var wished = max(1, fixedCount)
    if let items = schema["items"].flatMap({ ResolvedSchema($0, in: document) }),
      items.isFile(in: document), let count = input[FieldConventions.imageCount]?.numberValue
    {
      wished = max(0, count.intValue ?? 1)
    }
    if valueCount >= Self.valueCountMax { wished = 0 }
    return max(0, min(max(wished, least), most, max(Self.elementCountMax, min(least, 10_000))))
  }

  /// Draws anew what occurs twice, at places of their own; what stays twice is left out.
  private mutating func distinct(
    _ elements: [JSONValue], _ items: JSONValue, at place: JSONPointer
  ) -> [JSONValue] {
    var kept: [JSONValue] = []
    for (index, element) in elements.enumerated() {
      var element = element
      for attempt in 0..<64 where kept.contains(where: element.isEquivalent) {
        element = value(of: items, at: place.appending("\(index).\(attempt)"))
      }
      if !kept.contains(where: element.isEquivalent) { kept.append(element) }
    }
    return kept
  }
}

extension ResolvedSchema {
  /// Whether this describes a file: an object with a URL.
  func isFile(in document: JSONValue) -> Bool {
    guard let url = property(FieldConventions.FileMember.url),
      let schema = ResolvedSchema(url, in: document)
    else { return false }
    let types = schema.types + schema.alternatives.compactMap { $0["type"]?.stringValue }
    return types.contains("string")
  }
}
