// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A schema as the document has it, with its references followed and its parts put together.
struct ResolvedSchema {
  let json: JSONObject

  /// References and parts beyond so many levels are left out.
  private static let depthMax = 16

  /// Resolves a schema; `nil` when a reference leads nowhere or round in circles.
  init?(_ schema: JSONValue, in document: JSONValue) {
    guard let json = Self.resolve(schema, document, 0) else { return nil }
    self.json = json
  }

  subscript(keyword: String) -> JSONValue? { json[keyword] }

  /// The types that it allows, without `null`; empty when it does not say.
  var types: [String] {
    let named = json["type"]?.arrayValue?.compactMap(\.stringValue)
    return (named ?? json["type"]?.stringValue.map { [$0] } ?? []).filter { $0 != "null" }
  }

  /// The names of its properties, those in display order first.
  var propertyNames: [String] {
    let names = json["properties"]?.objectValue?.collapsingDuplicates().keys ?? []
    let order = json["x-fal-order-properties"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let first = order.filter(names.contains)
    return first + names.filter { !first.contains($0) }
  }

  func property(_ name: String) -> JSONValue? { json["properties"]?[name] }

  /// The properties that an object must have.
  var required: Set<String> {
    Set(json["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
  }

  /// The schemas of which one must fit, without those that only allow `null`.
  var alternatives: [JSONValue] {
    let all = json["anyOf"]?.arrayValue ?? json["oneOf"]?.arrayValue ?? []
    return all.filter { $0["type"] != "null" }
  }

  /// Whether `null` fits.
  var isNullable: Bool {
    let all = json["anyOf"]?.arrayValue ?? json["oneOf"]?.arrayValue ?? []
    return json["nullable"] == true || all.contains { $0["type"] == "null" }
      || json["type"]?.arrayValue?.contains("null") ?? (json["type"] == "null")
  }

  private static func resolve(
    _ schema: JSONValue, _ document: JSONValue, _ depth: Int
  ) -> JSONObject? {
    // A schema that is `true` allows everything.
    guard depth < depthMax else { return nil }
    guard var json = schema.objectValue?.collapsingDuplicates() else { return [:] }
    if let reference = json["$ref"] {
      guard let text = reference.stringValue, let pointer = try? JSONPointer(fragment: text),
        let target = pointer.evaluate(in: document),
        let resolved = resolve(target, document, depth + 1)
      else { return nil }
      json["$ref"] = nil
      json = resolved.overlaid(by: json)
      // A component without a title is known by its name.
      if json["title"] == nil { json["title"] = pointer.tokens.last.map(JSONValue.string) }
    }
    for part in json["allOf"]?.arrayValue ?? [] {
      guard let resolved = resolve(part, document, depth + 1) else { return nil }
      json = resolved.overlaid(by: json)
    }
    return json
  }
}

extension JSONObject {
  /// Returns the keywords of both; where both have one, properties and requirements are joined
  /// and of the others that of `other` counts.
  fileprivate func overlaid(by other: JSONObject) -> JSONObject {
    var joined = self
    for member in other.members {
      switch (member.name, joined[member.name], member.value) {
      case ("properties", .object(var properties)?, .object(let others)):
        for property in others.members { properties[property.name] = property.value }
        joined["properties"] = .object(properties)
      case ("required", .array(let names)?, .array(let others)):
        joined["required"] = .array(names + others)
      default:
        joined[member.name] = member.value
      }
    }
    return joined
  }
}
