// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkJournal
import FalseworkProtocol
import Testing

/// The members that HAR 1.2 asks for, by the object that has them.
private enum HARShape {
  static let entry = ["startedDateTime", "time", "request", "response", "cache", "timings"]
  static let request = [
    "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize",
  ]
  static let response = [
    "status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL",
    "headersSize", "bodySize",
  ]
}

@Suite("Exports of the journal")
struct ExportTests {
  private let entries = Rehearsal.entries(pollsMax: 5)

  private func har(_ entries: [JournalEntry]) throws -> [JSONValue] {
    let json = try JSONValue.parse(HARArchive(entries: entries, version: "1.0").json.serialized())
    #expect(json["log"]?["version"] == "1.2")
    #expect(json["log"]?["creator"] == ["name": "Falsework", "version": "1.0"])
    return try #require(json["log"]?["entries"]?.arrayValue)
  }

  @Test("are lines of JSON that come back")
  func lines() throws {
    let bytes = JournalLines.bytes(of: entries)
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == entries.count)
    #expect(try JournalLines.entries(in: bytes) == entries)
    #expect(try JournalLines.entries(in: Array("\n\n".utf8) + bytes) == entries)
    #expect(try JournalLines.entries(in: []) == [])
  }

  @Test(
    "say which line is wrong",
    arguments: [
      ("{", "line 2: this is not JSON"), ("{}", "line 2: /id: the member is missing"),
      ("[]", "line 2: the entry: an object is expected"),
    ])
  func wrongLines(text: String, message: String) throws {
    let bytes = entries[0].jsonLine + Array(text.utf8)
    let problem = try #require(throws: JournalLines.Problem.self) {
      try JournalLines.entries(in: bytes)
    }
    #expect(problem.description == message)
  }

  @Test("are archives with every member that HAR asks for")
  func shape() throws {
    for entry in try har(entries) {
      let (request, response) = (entry["request"], entry["response"])
      #expect(Set(HARShape.entry).isSubset(of: entry.objectValue?.keys ?? []))
      #expect(Set(HARShape.request).isSubset(of: request?.objectValue?.keys ?? []))
      #expect(Set(HARShape.response).isSubset(of: response?.objectValue?.keys ?? []))
      #expect(response?["content"]?["size"]?.numberValue?.intValue != nil)
      #expect(response?["content"]?["mimeType"]?.stringValue != nil)
      for headers in [request?["headers"], response?["headers"], request?["queryString"]] {
        for pair in try #require(headers?.arrayValue) {
          #expect(pair.objectValue?.keys == ["name", "value"])
        }
      }
      if let data = request?["postData"] {
        #expect(data["mimeType"]?.stringValue != nil && data["text"]?.stringValue != nil)
      }
    }
  }

  @Test("are archives whose times are in milliseconds and add up")
  func times() throws {
    for entry in try har(entries) {
      let timings = try ["send", "wait", "receive"].map {
        try #require(entry["timings"]?[$0]?.numberValue?.doubleValue)
      }
      #expect(timings.allSatisfy { $0 >= 0 })
      let total = try #require(entry["time"]?.numberValue?.doubleValue)
      #expect(abs(timings.reduce(0, +) - total) < 1e-6)
    }
    let poll = try #require(har([Samples.poll(1, at: 1.5)]).first)
    #expect(poll["startedDateTime"] == "2026-01-31T12:00:01.500000Z")
    #expect(poll["time"] == 2.0)
    #expect(poll["timings"] == ["send": 0, "wait": 1.0, "receive": 1.0])
  }

  @Test("are archives in the order of arrival")
  func order() throws {
    let late = [Samples.poll(3, at: 2), Samples.poll(1, at: 0), Samples.poll(2, at: 2)]
    #expect(try har(late).map { $0["_falsework"]?["id"] } == [1, 2, 3])
  }

  @Test("are archives that tell of requests, replies and faults")
  func content() throws {
    let entry = try #require(har([Samples.full]).first)
    #expect(
      entry["request"]?["url"]
        == "https://queue.fal.run/fal-ai/trellis/requests/job-1/status?a=b&token=***")
    #expect(
      entry["request"]?["queryString"]
        == [["name": "a", "value": "b"], ["name": "token", "value": "***"]])
    #expect(entry["request"]?["bodySize"] == 5000)
    #expect(entry["request"]?["postData"]?["comment"] == "Only the beginning was kept.")
    #expect(entry["response"]?["status"] == 202)
    #expect(entry["response"]?["statusText"] == "Accepted")
    #expect(entry["response"]?["content"]?["text"] == "{}")
    #expect(entry["connection"] == "1")
    let own = try #require(entry["_falsework"])
    #expect(own["delivery"] == "ended_by_reset" && own["wire_bytes"] == 120)
    #expect(own["faults"] == Samples.full.json["faults"])
  }

  @Test("are archives with a status of 0 where there was no reply")
  func noReply() throws {
    var silent = Samples.poll(1)
    silent.response = JournalResponse()
    silent.times.firstByte = nil
    silent.delivery = .ended(.reset)
    let entry = try #require(har([silent]).first)
    #expect(entry["response"]?["status"] == 0)
    #expect(entry["response"]?["content"] == ["size": 0, "mimeType": ""])
    #expect(entry["timings"] == ["send": 0, "wait": 2.0, "receive": 0.0])
  }
}
