// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI
internal import FalseworkProtocol

/// What is wrong with the body of a call to the storage, as FastAPI would list it (inferred).
struct UnusableForm: Error {
  let violations: [Violation]

  /// There is no object at all.
  static let noBody = UnusableForm(
    violations: [
      Violation(.missing, at: [.label("body")], message: "Field required", input: .null)
    ])

  static func lacking(_ name: String, in object: JSONObject) -> UnusableForm {
    UnusableForm(
      violations: [
        Violation(
          .missing, at: [.label("body"), .label(name)], message: "Field required",
          input: .object(object))
      ])
  }

  static func wrong(
    _ kind: Violation.Kind, _ name: String, _ input: JSONValue, _ message: String
  ) -> UnusableForm {
    UnusableForm(
      violations: [
        Violation(kind, at: [.label("body"), .label(name)], message: message, input: input)
      ])
  }

  /// A field has a value that cannot be used.
  static func header(_ name: String, _ input: String, _ message: String) -> UnusableForm {
    UnusableForm(
      violations: [
        Violation(
          .valueError, at: [.label("header"), .label(name)], message: message,
          input: .string(input))
      ])
  }

  var reply: FalReply { .unprocessable(violations.map(\.detail)) }
}

extension StorageForm {
  /// Reads the body of an initiation.
  init(body: JSONValue?) throws(UnusableForm) {
    guard let object = body?.objectValue else { throw .noBody }
    let violations = ["file_name", "content_type"].compactMap { name -> Violation? in
      let place: [LocationStep] = [.label("body"), .label(name)]
      switch object[name] {
      case nil:
        return Violation(.missing, at: place, message: "Field required", input: .object(object))
      case .string:
        return nil
      case let other?:
        return Violation(
          .stringType, at: place, message: "Input should be a valid string", input: other)
      }
    }
    guard violations.isEmpty else { throw UnusableForm(violations: violations) }
    self.init(
      fileName: object["file_name"]?.stringValue, contentType: object["content_type"]?.stringValue)
  }
}

extension Violation.Kind {
  /// A value that a rule of the application refuses, in pydantic's words.
  fileprivate static let valueError = Self(rawValue: "value_error")
}
