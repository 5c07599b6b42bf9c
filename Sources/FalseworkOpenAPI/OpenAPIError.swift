// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// Why a JSON value is no OpenAPI document that this target can serve, and where.
public struct OpenAPIError: Error, Sendable, Hashable {
  /// The cause.
  public let reason: Reason
  /// The place in the document.
  public let pointer: JSONPointer

  init(_ reason: Reason, at pointer: JSONPointer) {
    self.reason = reason
    self.pointer = pointer
  }
}

extension OpenAPIError {
  /// What the document got wrong.
  public enum Reason: Sendable, Hashable {
    case missingMember(String)
    case unexpectedKind(expected: String)
    /// A version other than 3.0 and 3.1.
    case unsupportedVersion(String)
    /// A schema type that JSON Schema does not name.
    case unknownType(String)
    /// A `$ref` that leaves the document.
    case remoteReference(String)
    /// A `$ref` that is no JSON pointer in a fragment.
    case malformedReference(String)
    /// A `$ref` to nothing.
    case danglingReference(String)
    /// References that lead back to themselves without entering a property or an element.
    case endlessReference
    /// More levels of schemas, or of references to references, than the limit.
    case depthExceeded(limit: Int)
  }
}

extension OpenAPIError: CustomStringConvertible {
  /// The place and the cause in one line.
  public var description: String { "#\(pointer): \(reason.sentence)" }
}

extension OpenAPIError.Reason {
  fileprivate var sentence: String {
    switch self {
    case .missingMember(let name): "has no member '\(name)'"
    case .unexpectedKind(let expected): "is not \(expected)"
    case .unsupportedVersion(let version): "OpenAPI \(version) is neither 3.0 nor 3.1"
    case .unknownType(let type): "'\(type)' is not a JSON Schema type"
    case .remoteReference(let text): "reference '\(text)' leaves the document"
    case .malformedReference(let text): "reference '\(text)' is not a JSON pointer fragment"
    case .danglingReference(let text): "reference '\(text)' names nothing"
    case .endlessReference: "schema refers to itself without end"
    case .depthExceeded(let limit): "more than \(limit) levels of schemas"
    }
  }
}
