// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

extension Timestamp {
  /// The moment to the microsecond, such as `2026-01-31T12:00:00.000000Z` (RFC 3339).
  var iso: String { pythonISO + "Z" }

  /// Reads a moment in UTC with up to six digits of a fraction; `nil` for another text.
  init?(iso text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T"),
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
      let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
      let fraction = Self.fraction(bytes[19..<(bytes.count - 1)]),
      [bytes[4], bytes[7]] == Array("--".utf8), [bytes[13], bytes[16]] == Array("::".utf8),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    let seconds = Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    self.init(microseconds: seconds * 1_000_000 + fraction)
    // A day that its month does not have is another day.
    guard pythonISO.utf8.prefix(10).elementsEqual(bytes[..<10]) else { return nil }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }

  /// The microseconds of `.5` or of nothing.
  private static func fraction(_ bytes: ArraySlice<UInt8>) -> Int64? {
    guard let point = bytes.first else { return 0 }
    guard point == UInt8(ascii: "."), (2...7).contains(bytes.count) else { return nil }
    let zeros = [UInt8](repeating: 0x30, count: 7 - bytes.count)
    return number((bytes.dropFirst() + zeros)[...])
  }

  /// The days from the start of 1970; years begin on 1 March, so a leap day ends its year.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}
