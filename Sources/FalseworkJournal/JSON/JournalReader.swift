// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol

/// A value of a JSON document, with its place for the errors that are found in it.
struct JournalReader {
  let value: JSONValue
  let place: JSONPointer

  init(_ value: JSONValue, at place: JSONPointer = JSONPointer()) {
    self.value = value
    self.place = place
  }

  func problem(_ reason: String) -> JournalReadingError {
    JournalReadingError(place: place, reason: reason)
  }

  /// The member of that name; `nil` where it is missing or null.
  func optional(_ name: String) throws(JournalReadingError) -> JournalReader? {
    guard let object = value.objectValue else { throw problem("an object is expected") }
    guard let member = object[name], member != .null else { return nil }
    return JournalReader(member, at: place.appending(name))
  }

  func required(_ name: String) throws(JournalReadingError) -> JournalReader {
    guard let member = try optional(name) else {
      throw JournalReadingError(place: place.appending(name), reason: "the member is missing")
    }
    return member
  }

  /// The elements; none where the member is missing.
  func list(_ name: String) throws(JournalReadingError) -> [JournalReader] {
    guard let member = try optional(name) else { return [] }
    return try member.elements()
  }

  func elements() throws(JournalReadingError) -> [JournalReader] {
    guard let elements = value.arrayValue else { throw problem("an array is expected") }
    return elements.enumerated().map { JournalReader($1, at: place.appending($0)) }
  }

  func text() throws(JournalReadingError) -> String {
    guard let text = value.stringValue else { throw problem("a string is expected") }
    return text
  }

  func integer() throws(JournalReadingError) -> Int {
    guard let number = value.numberValue?.intValue else { throw problem("an integer is expected") }
    return number
  }

  func double() throws(JournalReadingError) -> Double {
    guard let number = value.numberValue else { throw problem("a number is expected") }
    return number.doubleValue
  }

  func bool() throws(JournalReadingError) -> Bool {
    guard let flag = value.boolValue else { throw problem("true or false is expected") }
    return flag
  }

  func unsigned() throws(JournalReadingError) -> UInt64 {
    guard let number = value.numberValue, let unsigned = UInt64(number.literal) else {
      throw problem("an integer from 0 is expected")
    }
    return unsigned
  }

  func timestamp() throws(JournalReadingError) -> Timestamp {
    guard let moment = Timestamp(iso: try text()) else {
      throw problem("a moment such as 2026-01-31T12:00:00.000000Z is expected")
    }
    return moment
  }

  func duration() throws(JournalReadingError) -> Duration {
    guard let number = value.numberValue, let duration = Duration(decimalSeconds: number) else {
      throw problem("a number of seconds is expected")
    }
    return duration
  }

  /// One of a closed set of words.
  func word<Word: RawRepresentable & CaseIterable>(
    _ type: Word.Type
  ) throws(JournalReadingError) -> Word where Word.RawValue == String {
    let text = try text()
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      throw problem("one of \(words) is expected")
    }
    return word
  }
}
