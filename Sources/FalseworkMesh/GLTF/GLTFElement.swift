// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// An object of the JSON, its place, and where to say what is wrong with its members.
struct GLTFElement {
  enum Presence {
    case required
    case optional
  }

  let members: JSONObject
  let pointer: String
  let references: GLTFReferences

  var log: IssueLog { references.log }

  func place(_ name: String) -> String { pointer + "/" + name }

  /// Returns a member of any kind; a required one that is missing is noted.
  func value(_ name: String, _ presence: Presence = .optional) -> JSONValue? {
    if let value = members[name] { return value }
    if presence == .required {
      log.add(.undefinedProperty, at: pointer, "the member \(name) is missing")
    }
    return nil
  }

  /// Returns a whole number within bounds.
  func integer(
    _ name: String, _ presence: Presence = .optional,
    in bounds: ClosedRange<Int> = 0...Int(UInt32.max)
  ) -> Int? {
    guard let value = value(name, presence) else { return nil }
    return integer(value, at: place(name), in: bounds)
  }

  func integer(_ value: JSONValue, at place: String, in bounds: ClosedRange<Int>) -> Int? {
    guard let number = value.numberValue?.doubleValue, number.isFinite,
      number == number.rounded()
    else {
      log.add(.typeMismatch, at: place, "this is no whole number")
      return nil
    }
    guard let whole = Int(exactly: number), bounds.contains(whole) else {
      log.add(
        .valueNotInRange, at: place,
        "\(value.text(.compact).prefix(40)) is not within "
          + "\(bounds.lowerBound)...\(bounds.upperBound)")
      return nil
    }
    return whole
  }

  /// Returns the number of something that exists, which counts as used from now on.
  func reference(
    _ name: String, to kind: GLTFReferences.Kind, _ presence: Presence = .optional
  ) -> Int? {
    guard let value = value(name, presence) else { return nil }
    return reference(value, at: place(name), to: kind)
  }

  func reference(_ value: JSONValue, at place: String, to kind: GLTFReferences.Kind) -> Int? {
    guard let index = integer(value, at: place, in: 0...Int(UInt32.max)) else { return nil }
    return references.resolve(kind, index, at: place)
  }

  /// Returns a list of references without those that lead nowhere.
  func references(_ name: String, to kind: GLTFReferences.Kind) -> [Int] {
    values(name).enumerated().compactMap { index, value in
      reference(value, at: "\(place(name))/\(index)", to: kind)
    }
  }

  func text(_ name: String, _ presence: Presence = .optional) -> String? {
    guard let value = value(name, presence) else { return nil }
    guard let text = value.stringValue else {
      log.add(.typeMismatch, at: place(name), "this is no string")
      return nil
    }
    return text
  }

  func flag(_ name: String) -> Bool {
    guard let value = value(name) else { return false }
    guard let flag = value.boolValue else {
      log.add(.typeMismatch, at: place(name), "this is neither true nor false")
      return false
    }
    return flag
  }

  /// Returns numbers; a list of another length than is allowed counts as missing.
  func numbers(_ name: String, counts: [Int]) -> [Double]? {
    guard let value = value(name) else { return nil }
    guard let numbers = value.arrayValue?.map(\.numberValue?.doubleValue) else {
      log.add(.typeMismatch, at: place(name), "this is no list of numbers")
      return nil
    }
    guard counts.isEmpty || counts.contains(numbers.count) else {
      log.add(
        .arrayLengthNotInList, at: place(name),
        "there are \(numbers.count) numbers instead of \(counts.map(String.init).joined())")
      return nil
    }
    let known = numbers.compactMap(\.self)
    guard known.count == numbers.count else {
      log.add(.typeMismatch, at: place(name), "not everything in this list is a number")
      return nil
    }
    return known
  }

  /// Returns the elements of a list that must not be empty.
  func values(_ name: String, _ presence: Presence = .optional) -> [JSONValue] {
    guard let value = value(name, presence) else { return [] }
    guard let values = value.arrayValue else {
      log.add(.typeMismatch, at: place(name), "this is no list")
      return []
    }
    if values.isEmpty { log.add(.emptyEntity, at: place(name), "this list is empty") }
    return values
  }

  /// Returns the objects of a list; nil stands for what is no object.
  func elements(_ name: String, _ presence: Presence = .optional) -> [GLTFElement?] {
    values(name, presence).enumerated().map { index, value in
      element(value, at: "\(place(name))/\(index)")
    }
  }

  func element(_ name: String, _ presence: Presence = .optional) -> GLTFElement? {
    value(name, presence).flatMap { element($0, at: place(name)) }
  }

  private func element(_ value: JSONValue, at place: String) -> GLTFElement? {
    guard let members = value.objectValue else {
      log.add(.typeMismatch, at: place, "this is no object")
      return nil
    }
    return GLTFElement(members: members, pointer: place, references: references)
  }
}
