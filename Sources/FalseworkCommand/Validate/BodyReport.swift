// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI

/// What an endpoint's document has against a request body.
struct BodyReport {
  /// In the order of the document's properties; none when the body is taken.
  let findings: [BodyFinding]
  private let file: String
  private let endpoint: String
  private let reading: BodyReading
  /// What the runner answers to a body that it does not take.
  private let status: Int
  private let isInputDescribed: Bool

  /// Judges a body, which is said to come from a file.
  init(
    of body: [UInt8], from file: String, by document: OpenAPIDocument, endpoint: String,
    reading: BodyReading
  ) {
    self.file = file
    self.endpoint = endpoint
    self.reading = reading
    isInputDescribed = document.input != nil
    do {
      _ = try document.input(
        of: body, contentType: "application/json", reading: reading.schema)
      findings = []
      status = 200
    } catch {
      switch error {
      case .invalid(let violations):
        findings = Self.findings(violations, in: body, reading.syntax)
        status = 422
      case .unreadable(let error):
        findings = [BodyFinding(error)]
        status = 400
      }
    }
  }

  private static func findings(
    _ violations: [Violation], in body: [UInt8], _ syntax: JSONReading
  ) -> [BodyFinding] {
    do {
      _ = try JSONValue.parse(body, reading: syntax)
    } catch {
      return violations.map { BodyFinding($0, line: error.line, column: error.column) }
    }
    var locator = JSONLocator(body)
    return violations.map { violation in
      let part = violation.isOfPresence ? JSONLocator.Part.name : .value
      let place = locator.place(of: violation.instance, part)
      return BodyFinding(violation, line: place.line, column: place.column)
    }
  }

  /// The findings and their number, for people.
  var text: String {
    let reader = "\(endpoint) in the \(reading.rawValue) reading"
    guard !findings.isEmpty else {
      let doubt = isInputDescribed ? "" : ", whose document describes no input"
      return "\(file): valid for \(reader)\(doubt)"
    }
    let all = findings.map { $0.text(in: file) }.joined(separator: "\n")
    return "\(all)\n\(file): \(count) of \(reader)\(answer)"
  }

  private var count: String {
    switch findings.count {
    case 1: "1 violation"
    case ..<CompiledSchema.violationCountMax: "\(findings.count) violations"
    default: "\(findings.count) violations or more"
    }
  }

  /// Only the observed reading is the runner's.
  private var answer: String {
    reading == .observed ? "; its runner answers \(status)" : ""
  }

  /// The same for machines; values are whole.
  var json: JSONValue {
    var object: JSONObject = [
      "file": .string(file), "endpoint": .string(endpoint), "reading": .string(reading.rawValue),
      "valid": .bool(findings.isEmpty),
    ]
    if reading == .observed { object["status"] = .number(JSONNumber(status)) }
    object["violations"] = .array(findings.map(\.json))
    return .object(object)
  }
}
