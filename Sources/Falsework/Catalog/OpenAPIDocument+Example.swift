// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI

extension OpenAPIDocument {
  /// An input with what is required, from the document's examples and defaults; `nil` when they do
  /// not make a valid one.
  var exampleInput: JSONValue? {
    guard let input else { return [:] }
    let members = input.properties.filter(\.isRequired).compactMap { property in
      (property.examples.first ?? property.defaultValue).map { value in
        JSONObject.Member(name: property.name, value: value)
      }
    }
    let example = JSONValue.object(JSONObject(members: members))
    guard case .valid = input.validate(example) else { return nil }
    return example
  }
}
