// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import HTTPTypes

/// Reads what changes a reply.
enum EditsReader {
  static func read(
    _ kind: FaultActionKind, _ node: ScenarioNode, _ edits: inout ReplyEdits
  ) throws(ScenarioProblem) {
    switch kind {
    case .status: edits.status = try ReplyReader.status(node)
    case .date:
      edits.dateSkew = try node.members(["skew"]).required("skew").signedDuration()
    case .headers: try headers(node, &edits)
    default: try json(node, &edits)
    }
  }

  private static func headers(
    _ node: ScenarioNode, _ edits: inout ReplyEdits
  ) throws(ScenarioProblem) {
    let members = try node.members(["set", "remove"])
    if let set = members["set"] {
      for (name, value) in try set.entries(countMax: 50) {
        edits.fields.append(
          .set(try ReplyReader.fieldName(name, value), try ReplyReader.fieldValue(value)))
      }
    }
    if let remove = members["remove"] {
      for element in try remove.elements(countMax: 50) {
        edits.fields.append(.remove(try ReplyReader.fieldName(try element.text(), element)))
      }
    }
    guard !members.names.isEmpty else { throw node.problem("nothing is changed") }
  }

  private static func json(
    _ node: ScenarioNode, _ edits: inout ReplyEdits
  ) throws(ScenarioProblem) {
    let members = try node.members(["set", "remove", "cycle", "cut"])
    guard !members.names.isEmpty else { throw node.problem("nothing is changed") }
    if let set = members["set"] {
      for (name, value) in try set.entries(countMax: 100) {
        edits.json.append(.set(try pointer(name, value), value.value))
      }
    }
    if let remove = members["remove"] {
      for element in try remove.elements(countMax: 100) {
        edits.json.append(.remove(try pointer(try element.text(), element)))
      }
    }
    if let cycle = members["cycle"] {
      for (name, values) in try cycle.entries(countMax: 100) {
        guard let list = values.value.arrayValue, !list.isEmpty else {
          throw values.problem("\(values.kind) is no list of values", "write them in brackets")
        }
        edits.json.append(.cycle(try pointer(name, values), list))
      }
    }
    if let cut = members["cut"] {
      let share = try cut.share()
      edits.cut = if let share { .share(share) } else { .bytes(try cut.size()) }
    }
  }

  private static func pointer(
    _ text: String, _ node: ScenarioNode
  ) throws(ScenarioProblem) -> JSONPointer {
    guard let pointer = try? JSONPointer(parsing: text), !pointer.tokens.isEmpty else {
      throw ScenarioProblem(
        at: node.pointer, part: .name, "\"\(text.prefix(60))\" is no JSON pointer to a member",
        suggestion: "write one such as /status or /logs/0")
    }
    return pointer
  }
}
