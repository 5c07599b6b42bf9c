// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A value of a scenario's document, and its place.
struct ScenarioNode {
  let value: JSONValue
  let pointer: JSONPointer

  init(_ value: JSONValue, at pointer: JSONPointer = JSONPointer()) {
    self.value = value
    self.pointer = pointer
  }

  /// The longest text that is not the content of a reply, in bytes.
  static let textBytesMax = 1_000

  func problem(_ reason: String, _ suggestion: String? = nil) -> ScenarioProblem {
    ScenarioProblem(at: pointer, reason, suggestion: suggestion)
  }

  /// What kind of value it is, in words.
  var kind: String {
    switch value {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let number): number.literal
    case .string(let text): "\"\(text.prefix(40))\""
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// The members of an object, all of which must be known.
  func members(_ known: [String]) throws(ScenarioProblem) -> ScenarioMembers {
    guard let object = value.objectValue else {
      let example = known.first.map { "such as \($0)" } ?? ""
      throw problem("\(kind) stands where an object is needed", "write keys and values, \(example)")
    }
    var seen: Set<String> = []
    for name in object.keys {
      let place = pointer.appending(name)
      guard known.contains(name) else {
        throw ScenarioProblem(
          at: place, part: .name, "unknown key \"\(name.prefix(60))\"",
          suggestion: Suggestion.text(for: name, among: known))
      }
      guard seen.insert(name).inserted else {
        throw ScenarioProblem(at: place, part: .name, "the key \"\(name)\" occurs twice")
      }
    }
    return ScenarioMembers(node: self, object: object)
  }

  /// The members of an object whose names are free, with a bound on their number.
  func entries(countMax: Int) throws(ScenarioProblem) -> [(name: String, node: ScenarioNode)] {
    guard let object = value.objectValue else {
      throw problem("\(kind) stands where an object is needed", "write keys and values")
    }
    guard object.count <= countMax else {
      throw problem("there are more than \(countMax) members")
    }
    return object.members.map {
      ($0.name, ScenarioNode($0.value, at: pointer.appending($0.name)))
    }
  }

  /// The elements of a list, or the one value that stands where a list may.
  func elements(countMax: Int = 1_000) throws(ScenarioProblem) -> [ScenarioNode] {
    guard case .array(let elements) = value else { return [self] }
    guard elements.count <= countMax else {
      throw problem("there are more than \(countMax) elements")
    }
    guard !elements.isEmpty else { throw problem("the list is empty", "leave the key out") }
    return elements.enumerated().map { ScenarioNode($1, at: pointer.appending($0)) }
  }

  /// A text with at least one character.
  func text(bytesMax: Int = textBytesMax) throws(ScenarioProblem) -> String {
    guard let text = value.stringValue, !text.isEmpty else {
      throw problem("\(kind) stands where a text is needed", "put text between quotes")
    }
    guard text.utf8.count <= bytesMax else {
      throw problem("the text has more than \(bytesMax) bytes")
    }
    return text
  }

  /// One of the words of a vocabulary.
  func word<Word: CaseIterable & RawRepresentable>(
    _ type: Word.Type = Word.self
  ) throws(ScenarioProblem) -> Word where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    guard let text = value.stringValue else {
      throw problem("\(kind) stands where a word is needed", Suggestion.list(words))
    }
    guard let word = Word(rawValue: text) else {
      throw problem(
        "\"\(text.prefix(60))\" is not known here", Suggestion.text(for: text, among: words))
    }
    return word
  }

  func integer(in range: ClosedRange<Int>) throws(ScenarioProblem) -> Int {
    guard let number = value.numberValue?.intValue else {
      throw problem("\(kind) stands where a whole number is needed", "write it without quotes")
    }
    guard range.contains(number) else {
      let bound = number < range.lowerBound ? "less than \(range.lowerBound)" : "too much"
      throw problem("\(number) is \(bound)", "\(range.lowerBound) to \(range.upperBound) will do")
    }
    return number
  }

  func number(in range: ClosedRange<Double>) throws(ScenarioProblem) -> Double {
    guard let number = value.numberValue?.doubleValue, number.isFinite else {
      throw problem("\(kind) stands where a number is needed", "write it without quotes")
    }
    guard range.contains(number) else {
      throw problem(
        "\(kind) is out of bounds", "\(range.lowerBound) to \(range.upperBound) will do")
    }
    return number
  }
}

/// The members of an object whose names have been checked.
struct ScenarioMembers {
  let node: ScenarioNode
  let object: JSONObject

  var names: [String] { object.keys }

  /// The value of a member; `nil` where there is none.
  subscript(name: String) -> ScenarioNode? {
    object[name].map { ScenarioNode($0, at: node.pointer.appending(name)) }
  }

  /// The value of a member that must be there.
  func required(_ name: String) throws(ScenarioProblem) -> ScenarioNode {
    guard let member = self[name] else { throw node.problem("the key \"\(name)\" is missing") }
    return member
  }

  /// Reads a member, if it is there.
  func read<Value>(
    _ name: String, _ read: (ScenarioNode) throws(ScenarioProblem) -> Value
  ) throws(ScenarioProblem) -> Value? {
    guard let member = self[name] else { return nil }
    return try read(member)
  }
}
