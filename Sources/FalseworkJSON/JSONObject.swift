// Falsework
// SPDX-License-Identifier: MIT

/// A JSON object: its members in order, duplicates included.
///
/// Look-ups walk the members, because the objects of this protocol are small and a table
/// would lose the order. Parsing never looks members up, so hostile objects cost linear time.
public struct JSONObject: Sendable, Hashable {
  /// The members as they were written.
  public var members: [Member]

  /// Creates an object from members; duplicate names are kept.
  public init(members: [Member] = []) { self.members = members }

  /// The names as they were written, duplicates included.
  public var keys: [String] { members.map(\.name) }

  /// Whether there is no member.
  public var isEmpty: Bool { members.isEmpty }

  /// The number of members, duplicates included.
  public var count: Int { members.count }

  /// The value of the last member of that name.
  ///
  /// Setting a value replaces that member where it stands or appends a new one; setting `nil`
  /// removes every member of the name.
  public subscript(name: String) -> JSONValue? {
    get { lastIndex(of: name).map { members[$0].value } }
    set {
      if let newValue {
        set(name, to: newValue)
      } else {
        members.removeAll { $0.isNamed(name) }
      }
    }
  }

  private mutating func set(_ name: String, to value: JSONValue) {
    if let index = lastIndex(of: name) {
      members[index].value = value
    } else {
      members.append(Member(name: name, value: value))
    }
  }

  private func lastIndex(of name: String) -> Int? {
    members.lastIndex { $0.isNamed(name) }
  }
}

extension JSONObject {
  /// One name and its value.
  public struct Member: Sendable, Hashable {
    /// The unescaped name.
    public var name: String
    /// The value.
    public var value: JSONValue

    /// Creates a member.
    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }

    /// Returns whether name, compared by code point, and value are equal.
    public static func == (left: Member, right: Member) -> Bool {
      left.isNamed(right.name) && left.value == right.value
    }

    /// Feeds name and value to the hasher.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(value)
    }

    func isNamed(_ other: String) -> Bool { name.hasSameBytes(as: other) }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Creates an object with its members in the written order.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(members: elements.map { Member(name: $0, value: $1) })
  }
}

extension JSONObject {
  /// Returns this object as a Python dictionary keeps it: of duplicate members the first
  /// position and the last value.
  public func collapsingDuplicates() -> JSONObject {
    if !hasDuplicateNames { return self }
    var positions: [[UInt8]: Int] = [:]
    var kept: [Member] = []
    for member in members {
      if let position = positions[Array(member.name.utf8)] {
        kept[position].value = member.value
      } else {
        positions[Array(member.name.utf8)] = kept.count
        kept.append(member)
      }
    }
    return JSONObject(members: kept)
  }

  /// Whether two members have the same name, compared by code point.
  ///
  /// Few names are compared with each other, many through a table.
  public var hasDuplicateNames: Bool {
    if members.count > 16 { return Set(members.map { Array($0.name.utf8) }).count < members.count }
    for index in members.indices.dropFirst() {
      let name = members[index].name
      if members[..<index].contains(where: { $0.isNamed(name) }) { return true }
    }
    return false
  }

  func isEquivalent(to other: JSONObject) -> Bool {
    let left = sortedByName()
    let right = other.sortedByName()
    guard left.count == right.count else { return false }
    return zip(left, right).allSatisfy {
      $0.isNamed($1.name) && $0.value.isEquivalent(to: $1.value)
    }
  }

  private func sortedByName() -> [Member] {
    collapsingDuplicates().members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}
