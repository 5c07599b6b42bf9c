// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// One schema: what it asserts about the values of each type.
struct StrictSchema: Sendable {
  /// The place in the document.
  let place: JSONPointer
  /// The number of the schema resource, whose root has an identifier or is the document.
  let resource: Int
  /// Set for `false`, which nothing fits.
  var isNever = false
  var types = TypeSet.all
  var choices: [StrictChoice] = []
  var bounds: [NumberBound] = []
  var text: TextRules?
  var format: StringFormat?
  var array: Shared<ArrayRules>?
  var object: Shared<ObjectRules>?
  var logic: Shared<LogicRules>?

  init(place: JSONPointer, resource: Int) {
    self.place = place
    self.resource = resource
  }
}

/// Rules that are handed around without copying their many parts.
@dynamicMemberLookup
final class Shared<Rules: Sendable>: Sendable {
  private let rules: Rules

  init(_ rules: Rules) { self.rules = rules }

  @inline(__always)
  subscript<Part>(dynamicMember part: KeyPath<Rules, Part>) -> Part { rules[keyPath: part] }
}
