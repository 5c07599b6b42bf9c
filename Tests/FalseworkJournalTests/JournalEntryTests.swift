// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkJournal
import FalseworkProtocol
import HTTPTypes
import Testing

/// Edits of an entry's JSON that make it wrong, and what is said of them.
private enum Wrong {
  static let members: [([String], JSONValue?, String)] = [
    (["id"], nil, "/id: the member is missing"), (["id"], "7", "/id: an integer is expected"),
    (["id"], 1.5, "/id: an integer is expected"),
    (["connection"], -1, "/connection: an integer from 0 is expected"),
    (["security"], "ssl", #"/security: one of "plain", "tls" is expected"#),
    (["arrived"], "noon", "/arrived: a moment such as 2026-01-31T12:00:00.000000Z is expected"),
    (["real_seconds"], "1", "/real_seconds: a number of seconds is expected"),
    (["real_seconds"], 1e13, "/real_seconds: a number of seconds is expected"),
    (["scenarios"], [1], "/scenarios/0: a string is expected"),
    (["faults"], [1], "/faults/0: an object is expected"),
    (["request"], [], "/request: an object is expected"),
    (
      ["request", "fields"], [["a", "b"], ["a b", "c"]],
      "/request/fields/1: a pair of a field's name and its value is expected"
    ),
  ]

  static let moments = [
    "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31 12:00:00Z",
    "2026-01-31T12:00:00", "2026-01-31T12:00:00.Z", "2026-01-31T12:00:00.1234567Z", "", "Z",
    "+026-01-31T12:00:00Z", "2026-01-31T12:00:00.-1Z",
  ]
}

@Suite("A journal's entry")
struct JournalEntryTests {
  private func edited(_ path: [String], to value: JSONValue?) -> JSONValue {
    guard var object = Samples.full.json.objectValue else { return .null }
    if path.count == 2 {
      var part = object[path[0]]?.objectValue ?? [:]
      part[path[1]] = value
      object[path[0]] = .object(part)
    } else {
      object[path[0]] = value
    }
    return .object(object)
  }

  private func reading(_ json: JSONValue) -> String {
    do throws(JournalReadingError) {
      _ = try JournalEntry(json: json)
      return "read"
    } catch {
      return error.description
    }
  }

  @Test("comes back from JSON as it was", arguments: [Samples.full, Samples.poll(1)])
  func roundTrip(entry: JournalEntry) throws {
    let json = try JSONValue.parse(entry.jsonLine)
    #expect(try JournalEntry(json: json) == entry)
    #expect(try JournalEntry(json: json).json == json)
  }

  @Test("is one line of JSON whose members stand in order")
  func line() throws {
    let line = String(decoding: Samples.poll(1).jsonLine, as: UTF8.self)
    #expect(line.filter(\.isNewline) == "\n" && line.hasSuffix("\n"))
    #expect(
      Samples.full.json.objectValue?.keys == [
        "id", "position", "operation", "session", "connection", "security", "door", "job",
        "scenarios", "arrived", "first_byte", "ended", "real_seconds", "request", "response",
        "delivery", "delay", "faults", "near_misses", "notes",
      ])
    #expect(line.contains(#""arrived":"2026-01-31T12:00:00.000000Z""#))
    #expect(line.contains(#""real_seconds":0.0015,"#))
  }

  @Test("ignores members that it does not know")
  func unknown() throws {
    var json = edited(["later"], to: ["a": 1])
    #expect(try JournalEntry(json: json) == Samples.full)
    json = edited(["request", "later"], to: .null)
    #expect(try JournalEntry(json: json) == Samples.full)
  }

  @Test("says where its JSON is wrong", arguments: Wrong.members)
  func wrong(path: [String], value: JSONValue?, message: String) {
    #expect(reading(edited(path, to: value)) == message)
  }

  @Test("says that no object is wrong")
  func noObject() {
    #expect(reading([]) == "the entry: an object is expected")
    #expect(reading(edited(["delivery"], to: "lost")).hasPrefix("/delivery: one of \"delivered\""))
  }

  @Test("takes no moment that there is not", arguments: Wrong.moments)
  func moments(text: String) {
    #expect(reading(edited(["ended"], to: .string(text))).hasPrefix("/ended: a moment"))
  }

  @Test(
    "takes moments to the microsecond",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.5Z", 500_000),
      ("2000-02-29T23:59:59.000001Z", 951_868_799_000_001), ("1969-12-31T23:59:59Z", -1_000_000),
      ("2100-03-01T00:00:00Z", 4_107_542_400_000_000),
    ])
  func moment(text: String, microseconds: Int64) throws {
    let entry = try JournalEntry(json: edited(["ended"], to: .string(text)))
    #expect(entry.times.ended.microseconds == microseconds)
  }

  @Test(
    "keeps durations to the last digit",
    arguments: [
      Duration.zero, .seconds(-3), .milliseconds(-250), .nanoseconds(1), .seconds(7200),
      .init(secondsComponent: 12, attosecondsComponent: 345_678_901_234_567_891),
    ])
  func durations(duration: Duration) throws {
    var entry = Samples.poll(1)
    entry.times.realDuration = duration
    #expect(try JournalEntry(json: entry.json).times.realDuration == duration)
  }

  @Test(
    "shows of a body what is text",
    arguments: [
      ("abc", "text/plain; charset=utf-8", .whole("abc")),
      ("{\"a\":1}", "application/json", .whole("{\"a\":1}")),
      ("{}", "application/problem+json", .whole("{}")), ("abc", "model/gltf-binary", .none),
      ("abc", nil, .none), ("", "text/plain", .none), ("12345678", "text/css", .whole("12345678")),
      ("123456789", "TEXT/HTML", .beginning("12345678")),
      ("1234567☃", "text/x", .beginning("1234567")),
      ("{\"token\":\"abcdef", "application/json", .beginning("{\"token\"")),
      ("sig=abcdefg", "text/x", .beginning("sig=***")),
    ] as [(String, String?, JournalBody.Preview)])
  func previews(text: String, type: String?, preview: JournalBody.Preview) {
    let body = JournalBody(
      of: Array(text.utf8), contentType: type, digest: "d", previewBytesMax: 8)
    #expect(body == JournalBody(byteCount: text.utf8.count, digest: "d", preview: preview))
  }

  @Test("shows the beginning of a body that was not kept whole, and no bytes that are not text")
  func beginnings() {
    let snow = Array("ab☃".utf8)
    let part = JournalBody(of: snow.dropLast(), byteCount: 90, contentType: "text/plain")
    #expect(part == JournalBody(byteCount: 90, preview: .beginning("ab")))
    let broken = JournalBody(of: snow.dropLast(), contentType: "text/plain")
    #expect(broken == JournalBody(byteCount: 4))
  }
}
