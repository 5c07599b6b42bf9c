// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkJournal
internal import FalseworkOpenAPI
internal import FalseworkProtocol
internal import HTTPTypes

/// What the body of a submission is, and what a strict reader has against it.
///
/// fal accepts nearly everything and tells of it at the result, if at all; whoever judges a client
/// wants to know of it whatever the runner makes of it.
struct SubmissionInspection: Sendable {
  /// The most violations of the schema that are noted.
  static let violationsMax = 8
  /// The most bytes of a note about one.
  static let noteBytesMax = 400

  /// The SHA-256 of the body in lower-case hexadecimal.
  let digest: String
  let notes: [JournalNote]
  /// Whether the client's own key stands in the body, which is not to be shown then.
  let holdsKey: Bool

  /// Reads the body of a submission by the document of its endpoint, JSON Schema as written.
  init(of request: ServerRequest, by document: OpenAPIDocument?) {
    let credential = try? Credential(
      authorization: request.head.fields.value(of: .authorization))
    let secret = credential.flatMap { CarriedSecret(of: $0) }
    let holdsKey = secret?.isIn(request.content) == true
    digest = Digest.hexadecimal(of: request.content)
    self.holdsKey = holdsKey
    notes =
      (holdsKey ? [Self.keyNote] : [])
      + Self.violations(of: request, by: document).prefix(Self.violationsMax).map { violation in
        let found = holdsKey ? nil : Self.found(violation)
        return JournalNote(
          kind: .inputViolation,
          text: Redaction.text(Self.sentence(violation, found)).cut(after: Self.noteBytesMax))
      }
  }

  private static let keyNote = JournalNote(
    kind: .keyInBody,
    text: "the client's own key stands in the body, which is not shown therefore; send it in "
      + "Authorization only")

  private static func violations(
    of request: ServerRequest, by document: OpenAPIDocument?
  ) -> [Violation] {
    guard let document else { return [] }
    let type = request.head.fields.value(of: .contentType)
    do {
      _ = try document.input(
        of: request.content, contentType: type, reading: .strict(formats: .asserted))
      return []
    } catch {
      switch error {
      case .invalid(let violations): return violations
      // What the strict reading cannot read is a violation.
      case .unreadable: return []
      }
    }
  }

  private static func sentence(_ violation: Violation, _ found: String?) -> String {
    // Which types would do is said by the violation itself.
    let causes = violation.causes.filter { $0.type != wrongType }
      .map { ", or \($0.sentence)" }.joined()
    return violation.sentence + causes + (found.map { ", found \($0)" } ?? "")
  }

  private static let wrongType = Violation.Kind(rawValue: "type")

  /// The value that was found, in short; `nil` where there is none.
  private static func found(_ violation: Violation) -> String? {
    if violation.type == .jsonInvalid || violation.type == .missing { return nil }
    if violation.type == .mediaType, violation.input == .null { return "none" }
    let snippet = violation.input.snippet
    guard let name = violation.instance.tokens.last else { return snippet }
    // The name may tell that the value is a secret.
    let prefix = "\"\(name)\": "
    let kept = Redaction.text(prefix + snippet)
    return kept.hasPrefix(prefix) ? String(kept.dropFirst(prefix.count)) : Redaction.mark
  }
}

extension String {
  /// The text, or its beginning of so many bytes at most and a sign that it was cut.
  fileprivate func cut(after bytesMax: Int) -> String {
    guard utf8.count > bytesMax else { return self }
    let sign = "…"
    var end = utf8.index(startIndex, offsetBy: bytesMax - sign.utf8.count)
    while end > startIndex, end.samePosition(in: unicodeScalars) == nil {
      end = utf8.index(before: end)
    }
    return self[..<end] + sign
  }
}
