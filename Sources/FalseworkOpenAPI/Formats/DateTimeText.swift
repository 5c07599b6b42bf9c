// Falsework
// SPDX-License-Identifier: MIT

/// Dates and times of RFC 3339 §5.6.
enum DateTimeText {
  static func isDateTime(_ text: String) -> Bool {
    let bytes = text.utf8.elements
    guard let letter = bytes.dropFirst(10).first, letter | 0x20 == UInt8(ascii: "t") else {
      return false
    }
    return isDate(bytes.prefix(10)) && isTime(bytes.dropFirst(11))
  }

  static func isDate(_ text: String) -> Bool { isDate(text.utf8.elements) }

  static func isTime(_ text: String) -> Bool { isTime(text.utf8.elements) }

  private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    guard let year = number(&rest, digits: 4), skip(&rest, "-"),
      let month = number(&rest, digits: 2), skip(&rest, "-"),
      let day = number(&rest, digits: 2), rest.isEmpty, (1...12).contains(month)
    else { return false }
    return (1...dayCount(month: month, year: year)).contains(day)
  }

  private static func dayCount(month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    guard let hour = number(&rest, digits: 2), skip(&rest, ":"),
      let minute = number(&rest, digits: 2), skip(&rest, ":"),
      let second = number(&rest, digits: 2), skipFraction(&rest),
      let offset = offset(&rest), rest.isEmpty, hour < 24, minute < 60, second < 61
    else { return false }
    // A leap second is the last of a day of UTC.
    return second < 60 || (hour * 60 + minute - offset + 2 * 1440) % 1440 == 1439
  }

  private static func skipFraction(_ rest: inout ArraySlice<UInt8>) -> Bool {
    guard skip(&rest, ".") else { return true }
    let digits = rest.prefix { $0.isDigit }
    rest = rest[digits.endIndex...]
    return !digits.isEmpty
  }

  /// Takes `Z` or an offset and returns it in minutes.
  private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int? {
    if skip(&rest, "Z") || skip(&rest, "z") { return 0 }
    let isNegative = rest.first == UInt8(ascii: "-")
    guard skip(&rest, "-") || skip(&rest, "+"), let hour = number(&rest, digits: 2),
      skip(&rest, ":"), let minute = number(&rest, digits: 2), hour < 24, minute < 60
    else { return nil }
    return (isNegative ? -1 : 1) * (hour * 60 + minute)
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int) -> Int? {
    let taken = rest.prefix(digits)
    guard taken.count == digits, taken.allSatisfy(\.isDigit) else { return nil }
    rest = rest[taken.endIndex...]
    return taken.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func skip(_ rest: inout ArraySlice<UInt8>, _ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: scalar) else { return false }
    rest.removeFirst()
    return true
  }
}

/// Durations of RFC 3339 appendix A.
enum DurationText {
  static func isDuration(_ text: String) -> Bool {
    let bytes = text.utf8.elements
    guard bytes.first == UInt8(ascii: "P") else { return false }
    let halves = bytes.dropFirst().split(
      separator: UInt8(ascii: "T"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let date = units(halves[0]) else { return false }
    guard halves.count == 2 else { return date == "W" || isRun(date, of: "YMD") }
    guard let time = units(halves[1]) else { return false }
    return (date.isEmpty || isRun(date, of: "YMD")) && isRun(time, of: "HMS")
  }

  /// Returns the letters behind the numbers, `nil` where a number lacks digits or a letter.
  private static func units(_ bytes: ArraySlice<UInt8>) -> String? {
    var letters = ""
    var rest = bytes
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isDigit }
      rest = rest[digits.endIndex...]
      guard !digits.isEmpty, let letter = rest.popFirst() else { return nil }
      letters.unicodeScalars.append(Unicode.Scalar(letter))
    }
    return letters
  }

  /// The grammar skips no unit between two others: hours and seconds need minutes.
  private static func isRun(_ letters: String, of all: String) -> Bool {
    !letters.isEmpty && all.contains(letters)
  }
}
