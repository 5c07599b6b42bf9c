// Falsework
// SPDX-License-Identifier: MIT

/// The moments that events of a status stream carry, one for each line of the log.
package enum LogMoment {
  private static let name = Array(#""timestamp": ""#.utf8)
  private static let form = Array("0000-00-00T00:00:00".utf8)
  private static let fractionDigitsMax = 6

  /// Returns the last moment in bytes, in microseconds since 1970; nil where there is none, or it
  /// is not whole.
  package static func last(in bytes: UnsafeRawBufferPointer) -> Int64? {
    var start = bytes.count - name.count
    while start >= 0 {
      if bytes[start...].starts(with: name) {
        return moment(UnsafeRawBufferPointer(rebasing: bytes[(start + name.count)...]))
      }
      start -= 1
    }
    return nil
  }

  /// Reads `2026-05-12T09:00:00.123456`, in UTC, at the beginning of bytes; the fraction may be
  /// shorter or missing.
  private static func moment(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard bytes.count > form.count else { return nil }
    for (byte, model) in zip(bytes, form) {
      let isRight = model == UInt8(ascii: "0") ? digit(byte) != nil : byte == model
      guard isRight else { return nil }
    }
    var fraction: Int64 = 0
    var rest = bytes[form.count...]
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      for _ in 0..<fractionDigitsMax {
        let next = rest.first.flatMap(digit)
        fraction = fraction * 10 + (next ?? 0)
        if next != nil { rest = rest.dropFirst() }
      }
    }
    // What follows shows that nothing was cut off.
    guard !rest.isEmpty else { return nil }
    func number(_ start: Int, _ count: Int) -> Int64 {
      bytes[start..<(start + count)].reduce(0) { $0 * 10 + (digit($1) ?? 0) }
    }
    let days = daysSinceEpoch(year: number(0, 4), month: number(5, 2), day: number(8, 2))
    let seconds = days * 86_400 + number(11, 2) * 3600 + number(14, 2) * 60 + number(17, 2)
    return seconds * 1_000_000 + fraction
  }

  private static func digit(_ byte: UInt8) -> Int64? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int64(byte - UInt8(ascii: "0")) : nil
  }

  /// The days from 1970-01-01 by the Gregorian calendar; years begin in March here, so that the
  /// leap day ends one.
  private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = (marchYear / 400, marchYear % 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
