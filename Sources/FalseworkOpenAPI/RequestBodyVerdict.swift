// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// What FastAPI and pydantic do with a request body.
public enum RequestBodyVerdict: Sendable, Hashable {
  /// The handler runs with this input: coerced, defaults filled in, in display order, unknown
  /// members dropped.
  case accepted(JSONObject)
  /// The handler does not run; this is the reply.
  case rejected(status: Int, body: JSONValue)
}

extension OpenAPIDocument {
  /// Returns what the endpoint's runner makes of a request body, or what it would make of it if
  /// it went by the document alone.
  ///
  /// Provenance of the observed reading: FastAPI 0.136.3 and pydantic 2.14.3. A document without
  /// an input schema accepts every body as an empty object. In the strict reading an accepted
  /// body is handed on as it is.
  public func judge(
    body: [UInt8], contentType: String?, reading: SchemaReading = .observed
  ) -> RequestBodyVerdict {
    do {
      return .accepted(try input(of: body, contentType: contentType, reading: reading))
    } catch {
      return error.verdict
    }
  }

  /// Returns the input that a request body spells, or throws what is wrong with it.
  ///
  /// What is accepted is the same as in `judge(body:contentType:reading:)`.
  public func input(
    of body: [UInt8], contentType: String?, reading: SchemaReading = .observed
  ) throws(RequestBodyTrouble) -> JSONObject {
    guard let input else { return [:] }
    let verdict: SchemaVerdict
    switch reading {
    case .observed:
      let value = try Self.read(body, contentType: contentType)
      verdict = input.validate(value, at: [.label("body")])
    case .strict(let formats):
      guard let submission else { return [:] }
      verdict = submission.judge(requestBody: body, contentType: contentType, formats: formats)
    }
    switch verdict {
    case .valid(let value): return value.objectValue ?? [:]
    case .invalid(let violations): throw .invalid(violations)
    }
  }

  /// Returns the value that FastAPI hands to pydantic; bytes that are not declared as JSON go
  /// there as bytes, which fal's error handler prints as their number.
  private static func read(
    _ body: [UInt8], contentType: String?
  ) throws(RequestBodyTrouble) -> JSONValue {
    if body.isEmpty { throw .absent }
    guard MediaType.isJSON(contentType) else { return .string("<binary \(body.count) bytes>") }
    let value: JSONValue
    do {
      value = try JSONValue.parse(body, reading: .python)
    } catch {
      throw error.trouble
    }
    if value == .null { throw .absent }
    return value
  }
}

/// What is wrong with a request body.
public enum RequestBodyTrouble: Error, Sendable, Hashable {
  /// The runner answers 422 with these violations.
  case invalid([Violation])
  /// No text of a JSON document, for which the runner answers 400 and names no place.
  case unreadable(JSONSyntaxError)

  fileprivate static let absent = RequestBodyTrouble.invalid([
    Violation(.missing, at: [.label("body")], message: "Field required", input: .null)
  ])

  fileprivate var verdict: RequestBodyVerdict {
    switch self {
    case .invalid(let violations):
      .rejected(status: 422, body: ["detail": .array(violations.map(\.detail))])
    case .unreadable:
      .rejected(status: 400, body: ["detail": "There was an error parsing the body"])
    }
  }
}

extension JSONSyntaxError {
  /// FastAPI answers 422 to what `json.loads` calls a decode error and 400 to what makes it
  /// raise anything else: bad UTF-8, too deep, too many digits.
  fileprivate var trouble: RequestBodyTrouble {
    switch reason {
    case .expectedValue, .expectedMemberName, .expectedColon, .expectedCommaOrEnd,
      .unterminatedString, .controlCharacter, .invalidEscape, .invalidUnicodeEscape,
      .trailingData:
      .invalid([
        Violation(
          .jsonInvalid, at: [.label("body"), .index(characterOffset)],
          message: "JSON decode error", input: [:], context: ["error": .string(pythonMessage)])
      ])
    case .unpairedSurrogate, .byteOrderMark, .invalidUTF8, .depthExceeded, .sizeExceeded,
      .integerTooLong:
      .unreadable(self)
    }
  }
}
