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
  /// Returns what the endpoint's runner makes of a request body.
  ///
  /// Provenance: observed with FastAPI 0.136.3 and pydantic 2.14.3. A document without an input
  /// schema accepts every body as an empty object.
  public func judge(body: [UInt8], contentType: String?) -> RequestBodyVerdict {
    guard let input else { return .accepted([:]) }
    do {
      let value = try Self.read(body, contentType: contentType)
      return Self.verdict(input.validate(value, at: [.name("body")]))
    } catch {
      return error.verdict
    }
  }

  private static func verdict(_ verdict: SchemaVerdict) -> RequestBodyVerdict {
    switch verdict {
    case .valid(let value): .accepted(value.objectValue ?? [:])
    case .invalid(let violations): .rejected(violations)
    }
  }

  /// Returns the value that FastAPI hands to pydantic; bytes that are not declared as JSON go
  /// there as bytes, which fal's error handler prints as their number.
  private static func read(
    _ body: [UInt8], contentType: String?
  ) throws(UnreadableBody) -> JSONValue {
    if body.isEmpty { throw .absent }
    guard MediaType.isJSON(contentType) else { return .string("<binary \(body.count) bytes>") }
    let value: JSONValue
    do {
      value = try JSONValue.parse(body, reading: .python)
    } catch {
      throw .malformed(error)
    }
    if value == .null { throw .absent }
    return value
  }
}

/// Why a body never reaches the schema.
private enum UnreadableBody: Error {
  case absent
  case malformed(JSONSyntaxError)

  var verdict: RequestBodyVerdict {
    switch self {
    case .absent:
      .rejected([
        Violation(.missing, at: [.name("body")], message: "Field required", input: .null)
      ])
    case .malformed(let error): error.verdict
    }
  }
}

extension RequestBodyVerdict {
  fileprivate static func rejected(_ violations: [Violation]) -> RequestBodyVerdict {
    .rejected(status: 422, body: ["detail": .array(violations.map(\.detail))])
  }
}

extension JSONSyntaxError {
  /// FastAPI answers 422 to what `json.loads` calls a decode error and 400 to what makes it
  /// raise anything else: bad UTF-8, too deep, too many digits.
  fileprivate var verdict: RequestBodyVerdict {
    switch reason {
    case .expectedValue, .expectedMemberName, .expectedColon, .expectedCommaOrEnd,
      .unterminatedString, .controlCharacter, .invalidEscape, .invalidUnicodeEscape,
      .trailingData:
      .rejected([
        Violation(
          .jsonInvalid, at: [.name("body"), .index(characterOffset)],
          message: "JSON decode error", input: [:], context: ["error": .string(pythonMessage)])
      ])
    case .unpairedSurrogate, .byteOrderMark, .invalidUTF8, .depthExceeded, .sizeExceeded,
      .integerTooLong:
      .rejected(status: 400, body: ["detail": "There was an error parsing the body"])
    }
  }
}
