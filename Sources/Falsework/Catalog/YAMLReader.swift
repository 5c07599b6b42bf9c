// Falsework
// SPDX-License-Identifier: MIT

package import FalseworkJSON
internal import Yams

/// Reads YAML 1.2 as far as it means JSON (YAML 1.2.2 §10.2): order and digits stay.
///
/// Plain scalars are taken by the core schema (§10.3), so that `yes` and dates are strings. What
/// JSON has no word for is refused: tags of one's own, keys that are no scalars, `.inf`, merge
/// keys. Numbers that JSON spells otherwise, such as `0x1F`, are spelled as JSON does.
package enum YAMLReader {
  /// The most values that aliases may unfold to, against `a: [*b, *b]` and so on.
  package static let valueCountMax = 1_000_000

  /// Returns the value of the one document in the bytes.
  package static func value(of bytes: [UInt8]) throws(YAMLProblem) -> JSONValue {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw YAMLProblem(reason: "is not UTF-8")
    }
    guard let root = try compose(text) else { throw YAMLProblem(reason: "is empty") }
    var unfolding = YAMLUnfolding()
    return try unfolding.value(of: root, depth: 0)
  }

  private static func compose(_ text: String) throws(YAMLProblem) -> Node? {
    do {
      return try Yams.compose(yaml: text, .basic)
    } catch {
      throw YAMLProblem(error)
    }
  }
}

/// Why bytes are no YAML that means JSON, and where.
package struct YAMLProblem: Error, Sendable, Hashable {
  /// The line, from 1, where known.
  package let line: Int?
  /// The column, from 1, where known.
  package let column: Int?
  /// What is wrong.
  package let reason: String

  /// The line and column in words, where known.
  package var place: String? {
    guard let line, let column else { return nil }
    return "line \(line), column \(column)"
  }

  init(_ mark: Mark? = nil, reason: String) {
    line = mark?.line
    column = mark?.column
    self.reason = reason
  }

  fileprivate init(_ error: any Error) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _)?, .parser(_, let problem, let mark, _)?,
      .composer(_, let problem, let mark, _)?:
      self.init(mark, reason: problem)
    case .duplicatedKeysInMapping(let duplicates, let context)?:
      let names = duplicates.map { "'\($0)'" }.joined(separator: ", ")
      self.init(context.mark, reason: "the key \(names) occurs twice")
    case .reader(let problem, _, _, _)?:
      self.init(reason: problem)
    default:
      self.init(reason: "is not YAML: \(error)")
    }
  }
}

/// Turns nodes into values, as often as aliases name them, within limits.
private struct YAMLUnfolding {
  private var valueCount = 0

  mutating func value(of node: Node, depth: Int) throws(YAMLProblem) -> JSONValue {
    valueCount += 1
    guard valueCount <= YAMLReader.valueCountMax else {
      throw YAMLProblem(
        node.mark, reason: "unfolds to more than \(YAMLReader.valueCountMax) values by aliases")
    }
    guard depth <= CatalogReader.documentDepthMax else {
      throw YAMLProblem(
        node.mark, reason: "more than \(CatalogReader.documentDepthMax) nested values")
    }
    switch node {
    case .scalar(let scalar):
      return try YAMLScalar(scalar).value
    case .sequence(let sequence):
      try check(sequence.tag, .seq, sequence.mark)
      var elements: [JSONValue] = []
      for element in sequence { elements.append(try value(of: element, depth: depth + 1)) }
      return .array(elements)
    case .mapping(let mapping):
      try check(mapping.tag, .map, mapping.mark)
      return .object(try object(mapping, depth))
    case .alias:
      throw YAMLProblem(node.mark, reason: "is an alias of nothing")
    }
  }

  private mutating func object(
    _ mapping: Node.Mapping, _ depth: Int
  ) throws(YAMLProblem) -> JSONObject {
    var object = JSONObject()
    for (key, member) in mapping {
      guard let name = key.scalar?.string else {
        throw YAMLProblem(key.mark, reason: "a key must be a scalar")
      }
      guard name != "<<" else {
        throw YAMLProblem(key.mark, reason: "merge keys are not YAML 1.2; write the members out")
      }
      object.members.append(
        JSONObject.Member(name: name, value: try value(of: member, depth: depth + 1)))
    }
    return object
  }

  private func check(_ tag: Tag, _ own: Tag.Name, _ mark: Mark?) throws(YAMLProblem) {
    guard [Tag.Name.implicit.rawValue, "!", own.rawValue].contains(tag.rawValue) else {
      throw YAMLProblem(mark, reason: "the tag \(tag.rawValue) means nothing in JSON")
    }
  }
}
