// Falsework
// SPDX-License-Identifier: MIT

extension Timestamp {
  /// Reads a moment in ISO 8601 that says it is in UTC, such as `2026-01-31T08:00:00Z` or
  /// `2024-12-20T15:37:17.120314Z`; `nil` for anything else, and for what no calendar has.
  public init?(utcISO text: String) {
    guard let match = text.wholeMatch(of: Self.form),
      let (year, month, day) = Self.numbers(match.1, match.2, match.3),
      let (hour, minute, second) = Self.numbers(match.4, match.5, match.6),
      (1...12).contains(month), (1...Self.dayCount(year, month)).contains(day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let fraction = match.7.map { Int($0 + String(repeating: "0", count: 6 - $0.count)) ?? 0 } ?? 0
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

  private static var form:
    Regex<(Substring, Substring, Substring, Substring, Substring, Substring, Substring, Substring?)>
  {
    /([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?Z/
  }

  private static func numbers(
    _ texts: Substring...
  ) -> (Int, Int, Int)? {
    let numbers = texts.compactMap { Int($0) }
    return numbers.count == 3 ? (numbers[0], numbers[1], numbers[2]) : nil
  }

  private static func dayCount(_ year: Int, _ month: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}
