// Falsework
// SPDX-License-Identifier: MIT

package import FalseworkJSON
package import FalseworkProtocol

/// A value of a JSON document, with its place for the errors that are found in it.
package struct JournalReader {
  package let value: JSONValue
  package let place: JSONPointer

  package init(_ value: JSONValue, at place: JSONPointer = JSONPointer()) {
    self.value = value
    self.place = place
  }

  package func problem(_ reason: String) -> JournalReadingError {
    JournalReadingError(place: place, reason: reason)
  }

  /// The member of that name; `nil` where it is missing or null.
  package func optional(_ name: String) throws(JournalReadingError) -> JournalReader? {
    guard let object = value.objectValue else { throw problem("an object is expected") }
    guard let member = object[name], member != .null else { return nil }
    return JournalReader(member, at: place.appending(name))
  }

  /// Refuses members that nobody would read.
  package func allow(only names: [String]) throws(JournalReadingError) {
    guard let object = value.objectValue else { throw problem("an object is expected") }
    guard let odd = object.keys.first(where: { !names.contains($0) }) else { return }
    throw JournalReadingError(place: place.appending(odd), reason: "no such member is known")
  }

  package func required(_ name: String) throws(JournalReadingError) -> JournalReader {
    guard let member = try optional(name) else {
      throw JournalReadingError(place: place.appending(name), reason: "the member is missing")
    }
    return member
  }

  /// The elements; none where the member is missing.
  package func list(_ name: String) throws(JournalReadingError) -> [JournalReader] {
    guard let member = try optional(name) else { return [] }
    return try member.elements()
  }

  package func elements() throws(JournalReadingError) -> [JournalReader] {
    guard let elements = value.arrayValue else { throw problem("an array is expected") }
    return elements.enumerated().map { JournalReader($1, at: place.appending($0)) }
  }

  package func text() throws(JournalReadingError) -> String {
    guard let text = value.stringValue else { throw problem("a string is expected") }
    return text
  }

  package func integer() throws(JournalReadingError) -> Int {
    guard let number = value.numberValue?.intValue else { throw problem("an integer is expected") }
    return number
  }

  /// An integer that counts something.
  package func count() throws(JournalReadingError) -> Int {
    let number = try integer()
    guard number >= 0 else { throw problem("an integer from 0 is expected") }
    return number
  }

  package func double() throws(JournalReadingError) -> Double {
    guard let number = value.numberValue else { throw problem("a number is expected") }
    return number.doubleValue
  }

  package func bool() throws(JournalReadingError) -> Bool {
    guard let flag = value.boolValue else { throw problem("true or false is expected") }
    return flag
  }

  package func unsigned() throws(JournalReadingError) -> UInt64 {
    guard let number = value.numberValue, let unsigned = UInt64(number.literal) else {
      throw problem("an integer from 0 is expected")
    }
    return unsigned
  }

  package func timestamp() throws(JournalReadingError) -> Timestamp {
    guard let moment = Timestamp(utcISO: try text()) else {
      throw problem("a moment such as 2026-01-31T12:00:00.000000Z is expected")
    }
    return moment
  }

  package func duration() throws(JournalReadingError) -> Duration {
    guard let number = value.numberValue, let duration = Duration(decimalSeconds: number) else {
      throw problem("a number of seconds is expected")
    }
    return duration
  }

  /// One of a closed set of words.
  package func word<Word: RawRepresentable & CaseIterable>(
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
