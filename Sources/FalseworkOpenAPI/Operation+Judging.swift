// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension Operation {
  /// Returns the value of a request's body, or where the body breaks the document as written.
  ///
  /// A body that is absent, or not JSON, has the value `null`. All trouble is a violation: an
  /// undescribed media type, text that is no JSON, and what the schema has against the value.
  public func judge(
    requestBody body: [UInt8], contentType: String?, formats: FormatMeaning
  ) -> SchemaVerdict {
    guard let requestBody else {
      return body.isEmpty
        ? .valid(.null) : .invalid([.body("should be absent: no body is described", pointer)])
    }
    if body.isEmpty {
      let required = requestBody.content.owner.appending("required")
      return requestBody.isRequired
        ? .invalid([.body("should be there: a body is required", required)]) : .valid(.null)
    }
    return requestBody.content.judge(body, contentType: contentType, formats: formats)
  }

  /// Returns the value of a reply's body, or where the reply breaks the document as written.
  public func judge(
    replyBody body: [UInt8], status: Int, contentType: String?, formats: FormatMeaning
  ) -> SchemaVerdict {
    guard let response = response(for: status) else {
      let known = responses.map(\.status).joined(separator: ", ")
      return .invalid([
        Violation(
          .status, at: [.label("status")],
          message: "is not described" + (known.isEmpty ? "" : "; the document has \(known)"),
          input: .number(JSONNumber(status)), keyword: pointer.appending("responses"))
      ])
    }
    let content = response.content
    if body.isEmpty {
      return content.mediaTypes.isEmpty
        ? .valid(.null) : .invalid([.body("should be there: a body is described", content.owner)])
    }
    return content.judge(body, contentType: contentType, formats: formats)
  }

  /// Returns what the document says of a status: under its number, then its range such as `4XX`,
  /// then `default`.
  public func response(for status: Int) -> Response? {
    for name in ["\(status)", "\(status / 100)XX", "default"] {
      if let response = responses.first(where: { $0.status == name }) { return response }
    }
    return nil
  }
}

extension Operation.Content {
  fileprivate func judge(
    _ body: [UInt8], contentType: String?, formats: FormatMeaning
  ) -> SchemaVerdict {
    let type = contentType ?? "application/octet-stream"
    guard mediaTypes.contains(where: { MediaType.range($0, holds: type) }) else {
      return .invalid([undescribed(contentType)])
    }
    guard MediaType.isJSON(type), let schema else { return .valid(.null) }
    do {
      let value = try JSONValue.parse(body)
      return schema.validate(value, reading: .strict(formats: formats), at: [.label("body")])
    } catch {
      return .invalid([
        Violation(
          .jsonInvalid, at: [.label("body"), .index(error.characterOffset)],
          message: "is not JSON: \(error)", input: .null, keyword: owner.appending("content"))
      ])
    }
  }

  private func undescribed(_ contentType: String?) -> Violation {
    let known = mediaTypes.joined(separator: ", ")
    return Violation(
      .mediaType, at: [.label("content-type")],
      message: "is not described" + (known.isEmpty ? "" : "; the document has \(known)"),
      input: contentType.map { .string($0) } ?? .null, keyword: owner.appending("content"))
  }
}

extension Violation {
  fileprivate static func body(_ message: String, _ keyword: JSONPointer) -> Violation {
    Violation(.missing, at: [.label("body")], message: message, input: .null, keyword: keyword)
  }
}

extension Operation {
  /// How many segments of the path are templates.
  var templateCount: Int { path.utf8.count { $0 == UInt8(ascii: "{") } }

  /// Returns whether a path fits the template, in which `{name}` stands for one segment or a part
  /// of it.
  func matches(_ concrete: String) -> Bool {
    let wanted = path.split(separator: "/", omittingEmptySubsequences: false)
    let given = concrete.split(separator: "/", omittingEmptySubsequences: false)
    return wanted.count == given.count && zip(wanted, given).allSatisfy(Self.matches)
  }

  private static func matches(_ template: Substring, _ segment: Substring) -> Bool {
    guard let start = template.firstIndex(of: "{"), let end = template.lastIndex(of: "}"),
      start < end
    else { return template == segment }
    let (prefix, suffix) = (template[..<start], template[template.index(after: end)...])
    return segment.utf8.count > prefix.utf8.count + suffix.utf8.count
      && segment.hasPrefix(prefix) && segment.hasSuffix(suffix)
  }
}
