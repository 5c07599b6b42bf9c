// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import Testing

@Suite("A moment")
struct TimestampTests {
  /// Computed with Python's `datetime`, which has the same proleptic Gregorian calendar.
  static let known: [(microseconds: Int64, iso: String, http: String)] = [
    (0, "1970-01-01T00:00:00.000000", "Thu, 01 Jan 1970 00:00:00 GMT"),
    (-1, "1969-12-31T23:59:59.999999", "Wed, 31 Dec 1969 23:59:59 GMT"),
    (784_111_777_000_000, "1994-11-06T08:49:37.000000", "Sun, 06 Nov 1994 08:49:37 GMT"),
    (951_825_600_000_001, "2000-02-29T12:00:00.000001", "Tue, 29 Feb 2000 12:00:00 GMT"),
    (-2_203_891_200_000_001, "1900-02-28T23:59:59.999999", "Wed, 28 Feb 1900 23:59:59 GMT"),
    (-2_203_891_200_000_000, "1900-03-01T00:00:00.000000", "Thu, 01 Mar 1900 00:00:00 GMT"),
    (4_107_542_399_000_000, "2100-02-28T23:59:59.000000", "Sun, 28 Feb 2100 23:59:59 GMT"),
    (4_107_542_400_000_000, "2100-03-01T00:00:00.000000", "Mon, 01 Mar 2100 00:00:00 GMT"),
    (1_709_251_199_999_999, "2024-02-29T23:59:59.999999", "Thu, 29 Feb 2024 23:59:59 GMT"),
    (1_734_709_037_120_314, "2024-12-20T15:37:17.120314", "Fri, 20 Dec 2024 15:37:17 GMT"),
    (1_793_404_800_500_000, "2026-10-31T00:00:00.500000", "Sat, 31 Oct 2026 00:00:00 GMT"),
    (2_147_483_648_000_000, "2038-01-19T03:14:08.000000", "Tue, 19 Jan 2038 03:14:08 GMT"),
    (-62_135_596_800_000_000, "0001-01-01T00:00:00.000000", "Mon, 01 Jan 0001 00:00:00 GMT"),
    (253_402_300_799_999_999, "9999-12-31T23:59:59.999999", "Fri, 31 Dec 9999 23:59:59 GMT"),
    (-11_670_998_400_000_000, "1600-02-29T00:00:00.000000", "Tue, 29 Feb 1600 00:00:00 GMT"),
    (-12_219_270_771_909_193, "1582-10-15T06:07:08.090807", "Fri, 15 Oct 1582 06:07:08 GMT"),
  ]

  @Test("is written as Python and as HTTP write it", arguments: known)
  func spelling(microseconds: Int64, iso: String, http: String) {
    let moment = Timestamp(microseconds: microseconds)
    #expect(moment.pythonISO == iso)
    #expect(moment.httpDate == http)
  }

  @Test("is read as it is written, from the year 0 on", arguments: known)
  func reading(microseconds: Int64, iso: String, http: String) {
    let moment = Timestamp(microseconds: microseconds)
    #expect(Timestamp(utcISO: moment.utcISO) == moment)
    let second = microseconds - (microseconds % 1_000_000 + 1_000_000) % 1_000_000
    #expect(Timestamp(utcISO: iso.prefix(19) + "Z") == Timestamp(microseconds: second))
  }

  @Test(
    "is not read from what says no moment in UTC",
    arguments: [
      "", "2026-10-31", "2026-10-31T00:00:00", "2026-10-31T00:00:00+00:00", "2026-10-31T24:00:00Z",
      "2026-10-31T00:60:00Z", "2026-10-31T00:00:60Z", "2026-02-29T00:00:00Z",
      "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
      "2026-04-31T00:00:00Z", "2026-04-00T00:00:00Z", "2026-04-30T00:00:00.Z",
      "2026-04-30T00:00:00.1234567Z", "+026-04-30T00:00:00Z", "2026-04-30t00:00:00z",
      " 2026-04-30T00:00:00Z", "12026-04-30T00:00:00Z", "٢٠٢٦-04-30T00:00:00Z",
    ])
  func nonsense(text: String) {
    #expect(Timestamp(utcISO: text) == nil)
  }

  @Test("may have a fraction of any length up to six digits")
  func fractions() {
    for (text, microseconds) in [(".5", 500_000), (".05", 50_000), (".000001", 1), ("", 0)] {
      let moment = Timestamp(utcISO: "1970-01-01T00:00:00\(text)Z")
      #expect(moment?.microseconds == Int64(microseconds))
    }
  }

  @Test("follows the calendar day by day", arguments: [1899, 1968, 1999, 2023, 2099, 2399])
  func calendar(firstYear: Int) throws {
    var walk = CalendarWalk(year: firstYear)
    for _ in 0..<1461 {
      let moment = Timestamp(microseconds: walk.daysSince1970 * 86_400_000_000)
      #expect(moment.pythonISO == "\(walk.date)T00:00:00.000000")
      walk.advance()
    }
  }

  @Test("has a weekday that follows the one before")
  func weekdays() {
    let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    for day in -1000...1000 {
      let date = Timestamp(microseconds: Int64(day) * 86_400_000_000).httpDate
      #expect(date.hasPrefix(names[(day % 7 + 7) % 7]))
    }
  }

  @Test("can be written at the ends of what it can hold", arguments: [Int64.min, .max])
  func extremes(microseconds: Int64) {
    let moment = Timestamp(microseconds: microseconds)
    #expect(!moment.pythonISO.isEmpty)
    #expect(moment.httpDate.hasSuffix(" GMT"))
  }

  @Test("moves by durations and tells the duration back", arguments: [-3, -1, 0, 1, 1_500_000])
  func arithmetic(microseconds: Int64) {
    let start = Timestamp(microseconds: 1_800_000_000_000_000)
    let end = start.advanced(by: .microseconds(microseconds))
    #expect(end.microseconds == start.microseconds + microseconds)
    #expect(start.duration(to: end) == .microseconds(microseconds))
    #expect(end.duration(to: start) == .microseconds(-microseconds))
    #expect((start < end) == (microseconds > 0))
  }
}

@Suite("A duration")
struct DurationTests {
  @Test(
    "has whole microseconds, rounded down",
    arguments: [
      (Duration.zero, 0), (.nanoseconds(999), 0), (.nanoseconds(1000), 1), (.nanoseconds(1999), 1),
      (.seconds(2), 2_000_000), (.milliseconds(-1), -1000), (.nanoseconds(-1), -1),
      (.nanoseconds(-1000), -1), (.nanoseconds(-1001), -2), (.milliseconds(-1500), -1_500_000),
    ] as [(Duration, Int64)])
  func microseconds(duration: Duration, expected: Int64) {
    #expect(duration.microseconds == expected)
  }

  @Test(
    "has seconds with their fraction",
    arguments: [
      (Duration.zero, 0), (.milliseconds(1500), 1.5), (.microseconds(36), 3.6e-05),
      (.milliseconds(-250), -0.25), (.microseconds(23_713_945), 23.713945),
    ] as [(Duration, Double)])
  func seconds(duration: Duration, expected: Double) {
    #expect(duration.seconds == expected)
  }
}

/// The calendar as one counts it on one's fingers, to check the arithmetic against.
private struct CalendarWalk {
  var year: Int, month = 1, day = 1
  var daysSince1970: Int64

  init(year: Int) {
    self.year = year
    let years = year >= 1970 ? 1970..<year : year..<1970
    let days = years.reduce(0) { $0 + (Self.isLeap($1) ? 366 : 365) }
    daysSince1970 = Int64(year >= 1970 ? days : -days)
  }

  var date: String {
    "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  mutating func advance() {
    daysSince1970 += 1
    day += 1
    if day <= daysInMonth { return }
    (day, month) = (1, month + 1)
    if month > 12 { (month, year) = (1, year + 1) }
  }

  private var daysInMonth: Int {
    switch month {
    case 2: Self.isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}
