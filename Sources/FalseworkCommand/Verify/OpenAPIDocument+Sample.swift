// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI

extension OpenAPIDocument {
  /// An input by the examples of the document, as JSON, with nothing but what is required; `nil`
  /// where the document has no example of it.
  var sampleInput: String? {
    guard let input else { return nil }
    var members: [JSONObject.Member] = []
    for property in input.properties where property.isRequired {
      guard let value = property.examples.first ?? property.defaultValue else { return nil }
      members.append(JSONObject.Member(name: property.name, value: value))
    }
    return JSONValue.object(JSONObject(members: members)).text(.compact)
  }
}
