// Falsework
// SPDX-License-Identifier: MIT

package import FalseworkJSON

extension JSONObject {
  /// Adds a member unless there is no value for it.
  package mutating func add(_ name: String, _ value: JSONValue?) {
    if let value { members.append(Member(name: name, value: value)) }
  }

  package mutating func add(_ name: String, _ text: String?) {
    add(name, text.map(JSONValue.string))
  }

  package mutating func add(_ name: String, _ number: Int?) {
    add(name, number.map { .number(JSONNumber($0)) })
  }

  package mutating func add(_ name: String, _ duration: Duration?) {
    add(name, duration.map { .number($0.decimalSeconds) })
  }

  package mutating func add(_ name: String, _ texts: [String]) {
    add(name, .array(texts.map(JSONValue.string)))
  }

  package mutating func add(_ name: String, _ objects: [JSONObject]) {
    add(name, .array(objects.map(JSONValue.object)))
  }
}

extension JournalFields {
  /// Pairs of name and value: an object would lose the order and what is there twice.
  var json: JSONValue {
    .array(pairs.map { [.string($0.name), .string($0.value)] })
  }
}
