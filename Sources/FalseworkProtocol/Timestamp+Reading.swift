// Falsework
// SPDX-License-Identifier: MIT

extension Timestamp {
  /// Reads a moment in ISO 8601 that says it is in UTC, such as `2026-01-31T08:00:00Z` or
  /// `2024-12-20T15:37:17.120314Z`; `nil` for anything else, and for what no calendar has.
  public init?(utcISO text: String) {
    // By bytes, not by a pattern: a journal that is read again has hundreds of thousands.
    let bytes = Array(text.utf8)
    guard (20...27).contains(bytes.count), bytes.last == UInt8(ascii: "Z"),
      [bytes[4], bytes[7], bytes[10], bytes[13], bytes[16]].elementsEqual("--T::".utf8),
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
      let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
      let fraction = Self.fraction(bytes[19..<(bytes.count - 1)]),
      (1...12).contains(month), (1...Self.dayCount(year, month)).contains(day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    // Days are counted in 400-year eras that begin on 1 March, so a leap day ends its year.
    let shiftedYear = month > 2 ? year : year - 1
    // The year 0 lies in the era before the first, whose only year to be read it is.
    let era = (shiftedYear + 400) / 400 - 1
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    self.init(microseconds: Int64(seconds * 1_000_000 + fraction))
  }

  private static func number(_ digits: some Collection<UInt8>) -> Int? {
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// The microseconds of a point and one to six digits, or of nothing.
  private static func fraction(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let point = bytes.first else { return 0 }
    guard point == UInt8(ascii: "."), bytes.count > 1 else { return nil }
    return number(bytes.dropFirst() + [UInt8](repeating: 0x30, count: 7 - bytes.count))
  }

  private static func dayCount(_ year: Int, _ month: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}
