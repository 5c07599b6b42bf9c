// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The values of `enum` or `const`.
struct StrictChoice: Sendable {
  /// Up to so many values are compared one by one.
  static let listedMax = 8

  let keyword: String
  let values: [JSONValue]
  /// Their keys, when there are too many to compare.
  let keys: Set<ValueKey>

  init(keyword: String, values: [JSONValue]) {
    self.keyword = keyword
    self.values = values.map(\.withoutDuplicates)
    keys = values.count > Self.listedMax ? Set(self.values.map { ValueKey($0) }) : []
  }

  func contains(_ value: JSONValue) -> Bool {
    keys.isEmpty
      ? values.contains { $0.isEqualInSchema(to: value) } : keys.contains(ValueKey(value))
  }
}

/// A limit on a number.
struct NumberBound: Sendable {
  enum Relation: String {
    case minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf
  }

  let relation: Relation
  let value: ExactNumber
  let literal: String

  func allows(_ number: ExactNumber) -> Bool {
    switch relation {
    case .minimum: !(number < value)
    case .exclusiveMinimum: number > value
    case .maximum: !(number > value)
    case .exclusiveMaximum: number < value
    case .multipleOf: number.isMultiple(of: value)
    }
  }
}

/// Limits on a string.
struct TextRules: Sendable {
  var minimum: Int?
  var maximum: Int?
  var pattern: Pattern?
}

/// What is asked of arrays.
struct ArrayRules: Sendable {
  /// The schemas of the first elements.
  var prefix: [StrictID] = []
  /// The schema of the elements behind those.
  var rest: StrictID?
  var contained: StrictID?
  var containedMinimum = 1
  var containedMaximum: Int?
  var minimum: Int?
  var maximum: Int?
  var isUnique = false
  var unevaluated: StrictID?
}

/// What is asked of objects.
struct ObjectRules: Sendable {
  /// What is asked of a member, or of an object because it has that member.
  struct Entry: Sendable {
    let name: String
    var schema: StrictID?
    var isRequired = false
    var requires: [String] = []
    /// The keyword that `requires` comes from.
    var requiresKeyword = "dependentRequired"
    var dependent: StrictID?
  }

  var entries: [Entry] = []
  var table = NameTable([])
  var requiredCount = 0
  var hasDependents = false
  var patterns: [(pattern: Pattern, schema: StrictID)] = []
  /// The schema of members that neither a name nor a pattern describes.
  var rest: StrictID?
  var names: StrictID?
  var minimum: Int?
  var maximum: Int?
  var unevaluated: StrictID?
}

/// Schemas that judge the same value.
struct LogicRules: Sendable {
  var reference: StrictID?
  /// A `$dynamicRef`: its target by itself, and the anchor to look for in the dynamic scope.
  var dynamicReference: (target: StrictID, anchor: String?)?
  var all: [StrictID] = []
  var any: [StrictID] = []
  var one: [StrictID] = []
  var not: StrictID?
  var condition: StrictID?
  var consequence: StrictID?
  var alternative: StrictID?
  var discriminator: Discriminator?
}

/// Says which alternative a value means to be; it changes what is told, not what is valid
/// (OpenAPI 3.1.1 §4.8.25).
struct Discriminator: Sendable {
  let property: String
  let targets: [String: StrictID]
}
