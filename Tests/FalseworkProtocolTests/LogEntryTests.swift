// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import Testing

@Suite("A log line")
struct LogEntryTests {
  @Test(
    "has the shapes of all three generations of clients",
    arguments: [(LogEntry.Level.info, "INFO"), (.stdout, "STDOUT"), (.stderr, "STDERR")])
  func shape(level: LogEntry.Level, word: String) {
    let entry = LogEntry(
      time: Timestamp(microseconds: 1_734_709_037_120_314), message: "Sampling: 100%",
      level: level)
    #expect(
      entry.json.text(.python)
        == #"{"timestamp": "2024-12-20T15:37:17.120314", "message": "Sampling: 100%", "#
        + #""level": "\#(word)", "source": "USER", "#
        + #""labels": {"level": "\#(word)", "source": "USER"}}"#)
  }

  @Test("has six digits of a second even when they are zero")
  func wholeSecond() {
    let entry = LogEntry(time: Timestamp(microseconds: 0), message: "", level: .info)
    #expect(entry.json["timestamp"] == "1970-01-01T00:00:00.000000")
  }
}
