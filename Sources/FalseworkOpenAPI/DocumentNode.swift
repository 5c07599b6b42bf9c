// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A value of the document together with its place, so that every complaint can name it.
struct DocumentNode {
  let value: JSONValue
  let pointer: JSONPointer

  /// Returns the member, `nil` when it is absent.
  func member(_ name: String) -> DocumentNode? {
    value[name].map { DocumentNode(value: $0, pointer: pointer.appending(name)) }
  }

  func required(_ name: String) throws(OpenAPIError) -> DocumentNode {
    guard let node = member(name) else { throw failure(.missingMember(name)) }
    return node
  }

  /// Returns the members of an object; of duplicates only the last.
  func members() throws(OpenAPIError) -> [(name: String, node: DocumentNode)] {
    guard let object = value.objectValue else { throw kindFailure("an object") }
    return object.collapsingDuplicates().members.map {
      ($0.name, DocumentNode(value: $0.value, pointer: pointer.appending($0.name)))
    }
  }

  func elements() throws(OpenAPIError) -> [DocumentNode] {
    guard let array = value.arrayValue else { throw kindFailure("an array") }
    return array.enumerated().map { index, value in
      DocumentNode(value: value, pointer: pointer.appending(index))
    }
  }

  func string() throws(OpenAPIError) -> String {
    guard let text = value.stringValue else { throw kindFailure("a string") }
    return text
  }

  func strings() throws(OpenAPIError) -> [String] {
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }

  func number() throws(OpenAPIError) -> JSONNumber {
    guard let number = value.numberValue else { throw kindFailure("a number") }
    return number
  }

  func count() throws(OpenAPIError) -> Int {
    guard let count = value.numberValue?.intValue, count >= 0 else {
      throw kindFailure("a count")
    }
    return count
  }

  func failure(_ reason: OpenAPIError.Reason) -> OpenAPIError { OpenAPIError(reason, at: pointer) }

  private func kindFailure(_ expected: String) -> OpenAPIError {
    failure(.unexpectedKind(expected: expected))
  }
}
