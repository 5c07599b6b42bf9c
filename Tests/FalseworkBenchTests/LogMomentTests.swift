// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench
import Foundation
import Testing

@Suite("The moment of a log line")
struct LogMomentTests {
  private func moment(_ text: String) -> Int64? {
    Array(text.utf8).withUnsafeBytes { LogMoment.last(in: $0) }
  }

  private func line(_ moment: String) -> String { #"{"timestamp": "\#(moment)"}"# }

  @Test(
    "is read in microseconds since 1970",
    arguments: [
      ("1970-01-01T00:00:00", 0), ("1970-01-01T00:00:00.000001", 1),
      ("2000-02-29T23:59:59.5", 951_868_799_500_000),
      ("2026-11-23T14:25:09.123456", 1_795_443_909_123_456),
      ("2026-11-23T14:25:09.123456Z", 1_795_443_909_123_456),
      ("2100-03-01T00:00:00.25", 4_107_542_400_250_000),
    ])
  func good(text: String, microseconds: Int64) {
    #expect(moment(line(text)) == microseconds)
  }

  @Test("is the calendar's, day by day")
  func days() {
    for day in stride(from: 0, to: 60_000, by: 1) {
      let seconds = Double(day) * 86_400
      let date = Date(timeIntervalSince1970: seconds).ISO8601Format().dropLast()
      #expect(moment(line(String(date))) == Int64(seconds) * 1_000_000)
    }
  }

  @Test("is that of the last line")
  func last() {
    let text = line("1970-01-01T00:00:01") + ", " + line("1970-01-01T00:00:02") + "\n\n"
    #expect(moment(text) == 2_000_000)
  }

  @Test(
    "is not there where bytes are missing",
    arguments: [
      "", "data: {}", #""timestamp": "#, #"{"timestamp": "2026-11-23T14:25"#,
      #"{"timestamp": "2026-11-23T14:25:09.12"#, #"{"timestamp": "2026-11-23 14:25:09"}"#,
      #"{"timestamp": "2026-11-23T14:2x:09"}"#,
    ])
  func bad(text: String) {
    #expect(moment(text) == nil)
  }
}
