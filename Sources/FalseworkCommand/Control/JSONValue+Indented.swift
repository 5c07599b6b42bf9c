// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension JSONValue {
  /// How deep values are laid out over lines; what lies deeper stays in one.
  private static let depthMax = 100

  /// The value laid out for people: a line for each member and each element.
  var indented: String { indented(0) }

  private func indented(_ depth: Int) -> String {
    let margin = String(repeating: "  ", count: depth + 1)
    let lines: [String]
    let (open, close): (String, String)
    switch self {
    case .array(let elements) where !elements.isEmpty && depth < Self.depthMax:
      lines = elements.map { margin + $0.indented(depth + 1) }
      (open, close) = ("[", "]")
    case .object(let object) where !object.isEmpty && depth < Self.depthMax:
      lines = object.members.map { member in
        let name = JSONValue.string(member.name).text(.compact)
        return "\(margin)\(name): \(member.value.indented(depth + 1))"
      }
      (open, close) = ("{", "}")
    case .null, .bool, .number, .string, .array, .object:
      return text(.compact)
    }
    return "\(open)\n\(lines.joined(separator: ",\n"))\n\(margin.dropLast(2))\(close)"
  }
}
