// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI

/// A violation and where its value stands in the file.
struct BodyFinding {
  private let violation: Violation
  private let line: Int
  private let column: Int

  init(_ violation: Violation, line: Int, column: Int) {
    self.violation = violation
    self.line = line
    self.column = column
  }

  /// What the runner answers without a place.
  init(_ error: JSONSyntaxError) {
    self.init(
      Violation(
        .jsonInvalid, at: [.label("body")], message: "There was an error parsing the body",
        input: [:], context: ["error": .string(error.pythonMessage)]),
      line: error.line, column: error.column)
  }

  /// A line that editors understand, and what helps to find the cause below it.
  func text(in file: String) -> String {
    let head = "\(file):\(line):\(column): \(violation.sentence)"
    return ([head] + details.map { "  \($0)" }).joined(separator: "\n")
  }

  private var details: [String] {
    // Which types would do is said by the violation itself.
    let causes = violation.causes.filter { $0.type != Self.wrongType }
    var details = causes.prefix(Self.causeCountMax).map { "or \($0.sentence)" }
    if violation.type != .jsonInvalid { details.append("found \(violation.input.snippet)") }
    if let keyword = violation.keyword {
      details.append("keyword #\(keyword)")
    } else {
      let location = JSONValue.array(violation.location.map(\.json)).text(.compact)
      details.append("type \(violation.type.rawValue), loc \(location)")
    }
    return details
  }

  /// Of many alternatives the first are enough to see what was meant.
  private static let causeCountMax = 8
  private static let wrongType = Violation.Kind(rawValue: "type")

  /// The runner's own object, after the place in the file.
  var json: JSONValue {
    var object: JSONObject = [
      "line": .number(JSONNumber(line)), "column": .number(JSONNumber(column)),
    ]
    object.members += Self.json(violation).members
    return .object(object)
  }

  private static func json(_ violation: Violation) -> JSONObject {
    var object: JSONObject = ["pointer": .string(violation.instance.description)]
    object.members += violation.detail.objectValue?.members ?? []
    if !violation.causes.isEmpty {
      object["causes"] = .array(violation.causes.map { .object(json($0)) })
    }
    return object
  }
}
