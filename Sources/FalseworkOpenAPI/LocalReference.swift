// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// References within the document (RFC 6901 §6); others are refused by name.
enum LocalReference {
  static func resolve(
    _ reference: DocumentNode, in document: JSONValue
  ) throws(OpenAPIError) -> DocumentNode {
    let text = try reference.string()
    guard text.utf8.first == UInt8(ascii: "#") else {
      throw reference.failure(.remoteReference(text))
    }
    guard let pointer = try? JSONPointer(fragment: text) else {
      throw reference.failure(.malformedReference(text))
    }
    guard let value = pointer.evaluate(in: document) else {
      throw reference.failure(.danglingReference(text))
    }
    return DocumentNode(value: value, pointer: pointer)
  }
}
