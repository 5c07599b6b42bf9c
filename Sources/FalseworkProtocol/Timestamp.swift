// Falsework
// SPDX-License-Identifier: MIT

/// A moment in time: microseconds since the start of 1970 in UTC.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// The microseconds since the start of 1970.
  public let microseconds: Int64

  /// Creates a moment.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Compares two moments.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  /// Returns the moment that lies `duration` later, to the microsecond.
  public func advanced(by duration: Duration) -> Timestamp {
    Timestamp(microseconds: microseconds + duration.microseconds)
  }

  /// Returns the time from this moment to a later one; negative when `other` is earlier.
  public func duration(to other: Timestamp) -> Duration {
    .microseconds(other.microseconds - microseconds)
  }

  /// The moment as fal's log lines have it: `2024-12-20T15:37:17.120314`, without a zone; observed.
  public var pythonISO: String {
    let civil = Civil(self)
    return "\(civil.date)T\(civil.time).\(digits(civil.microsecond, 6))"
  }

  /// The moment in ISO 8601, in UTC and saying so: `2024-12-20T15:37:17.120314Z`.
  public var utcISO: String { pythonISO + "Z" }

  /// The moment as an HTTP date (RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
  public var httpDate: String {
    let civil = Civil(self)
    let weekday = Civil.weekdays[civil.weekday]
    let month = Civil.months[civil.month - 1]
    let date = "\(digits(civil.day, 2)) \(month) \(digits(civil.year, 4))"
    return "\(weekday), \(date) \(civil.time) GMT"
  }
}

extension Duration {
  /// The length in whole microseconds, rounded down.
  public var microseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000 + attoseconds.flooredDivision(by: 1_000_000_000_000).quotient
  }

  /// The length in seconds.
  public var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}

/// A moment taken apart by the Gregorian calendar in UTC.
private struct Civil {
  static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  let year: Int, month: Int, day: Int, weekday: Int, secondOfDay: Int, microsecond: Int

  init(_ moment: Timestamp) {
    let microsecondsPerDay: Int64 = 86_400_000_000
    let (days, rest) = moment.microseconds.flooredDivision(by: microsecondsPerDay)
    secondOfDay = Int(rest / 1_000_000)
    microsecond = Int(rest % 1_000_000)
    weekday = Int(days.flooredDivision(by: 7).remainder)
    // Days are counted in 400-year eras that begin on 1 March, so a leap day ends its year.
    let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  var date: String { "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))" }

  var time: String {
    let (minute, second) = (secondOfDay / 60 % 60, secondOfDay % 60)
    return "\(digits(secondOfDay / 3600, 2)):\(digits(minute, 2)):\(digits(second, 2))"
  }
}

private func digits(_ number: Int, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
