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
    guard let input else { return .accepted([:]) }
    switch reading {
    case .observed: return Self.observe(input, body, contentType)
    case .strict(let formats):
      let verdict = submission?.judge(
        requestBody: body, contentType: contentType, formats: formats)
      return verdict.map(Self.verdict) ?? .accepted([:])
    }
  }

  private static func observe(
    _ input: CompiledSchema, _ body: [UInt8], _ contentType: String?
  ) -> RequestBodyVerdict {
    do {
      let value = try Self.read(body, contentType: contentType)
      return Self.verdict(input.validate(value, at: [.label("body")]))
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
        Violation(.missing, at: [.label("body")], message: "Field required", input: .null)
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
          .jsonInvalid, at: [.label("body"), .index(characterOffset)],
          message: "JSON decode error", input: [:], context: ["error": .string(pythonMessage)])
      ])
    case .unpairedSurrogate, .byteOrderMark, .invalidUTF8, .depthExceeded, .sizeExceeded,
      .integerTooLong:
      .rejected(status: 400, body: ["detail": "There was an error parsing the body"])
    }
  }
}
