// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import HTTPTypes
import Testing

@Suite("Status streams") struct StatusStreamTests {
  private static let ping = ": ping"

  @Test("end with the status of a completed request, as bytes exactly")
  func completed() async throws {
    try await withServer { server, client in
      let id = try await submit(client)
      let status = try await client.send("GET", Self.path(id) + "/status")
      let stream = try await client.send("GET", Self.path(id) + "/status/stream")
      #expect(stream.status == 200)
      #expect(stream.text == "data: \(status.text)\n\n")
      #expect(stream.fields[.contentType] == "text/event-stream")
      #expect(stream.fields[.falRequestID] == id)
      #expect(stream.fields[.connection] == "close")
      #expect(stream.fields[.contentLength] == nil)
    }
  }

  @Test("show each state, and each log entry once", arguments: ["", "?logs=0", "?logs=1"])
  func changes(query: String) async throws {
    try await withServer(.fast, speed: 4) { server, client in
      let id = try await submit(client)
      let stream = try await client.send("GET", Self.path(id) + "/status/stream\(query)")
      let events = try Self.events(in: stream.text)
      let states = events.compactMap { $0["status"]?.stringValue }
      var distinct: [String] = []
      for state in states where distinct.last != state { distinct.append(state) }
      // On a busy machine the stream may be opened when the short wait is over.
      let order = ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]
      #expect(distinct == Array(order.suffix(distinct.count)))
      #expect(distinct.count >= 2)
      let last = try await client.send("GET", Self.path(id) + "/status\(query)").json
      #expect(events.last?["metrics"] == last["metrics"])
      guard query == "?logs=1" else {
        #expect(events.allSatisfy { $0["logs"] == .null })
        return
      }
      let logs = events.compactMap { $0["logs"]?.arrayValue }
      #expect(logs.count == events.count)
      #expect(logs.flatMap { $0 } == last["logs"]?.arrayValue)
      #expect(logs.filter { !$0.isEmpty }.count > 1)
      #expect(logs.contains { $0.isEmpty } || distinct.count < order.count)
    }
  }

  @Test("repeat themselves without a change, and are commented every 15 seconds")
  func repetition() async throws {
    try await withServer(.realistic, speed: 10) { server, client in
      let id = try await submit(client)
      let stream = try await client.send("GET", Self.path(id) + "/status/stream")
      let blocks = stream.text.split(separator: "\n\n")
      #expect(blocks.filter { $0 == Self.ping }.count == 1)
      let states = try Self.events(in: stream.text).map { $0["status"] }
      #expect(states.filter { $0 == "IN_PROGRESS" }.count > 2)
      #expect(states.filter { $0 == "COMPLETED" }.count == 1)
    }
  }

  @Test("come no faster than clients can bear when the mock's clock runs fast")
  func fastClock() async throws {
    try await withServer(.realistic, speed: 200) { server, client in
      let id = try await submit(client)
      let stream = try await client.send("GET", Self.path(id) + "/status/stream")
      // About 24 seconds of the mock's time; two changes, and few repetitions.
      #expect(try Self.events(in: stream.text).count < 8)
    }
  }

  @Test("show at once that the request was cancelled, to all who listen")
  func cancellation() async throws {
    // At this speed only the cancellation itself can wake a stream.
    try await withServer(.realistic, speed: 0.001) { server, client in
      let id = try await submit(client)
      let request = Array(
        """
        GET \(Self.path(id))/status/stream HTTP/1.1\r\nHost: localhost\r\n\
        Authorization: Key tests:secret\r\n\r\n
        """.utf8)
      var streams = [AsyncStream<[UInt8]>]()
      for _ in 0..<3 { streams.append(client.follow(request)) }
      var texts = [String](repeating: "", count: streams.count)
      for (index, stream) in streams.enumerated() {
        for await piece in stream {
          texts[index] += String(decoding: piece, as: UTF8.self)
          if texts[index].contains("IN_QUEUE") { break }
        }
      }
      let path = Self.path(id) + "/cancel"
      #expect(try await client.send("PUT", path).status == 202)
      for (index, stream) in streams.enumerated() {
        for await piece in stream { texts[index] += String(decoding: piece, as: UTF8.self) }
        #expect(texts[index].contains(#""error_type": "client_cancelled"}"#))
        #expect(texts[index].hasSuffix("\r\n0\r\n\r\n"))
      }
    }
  }

  @Test("are refused as the status is", arguments: StreamRefusal.all)
  func refused(_ refusal: StreamRefusal) async throws {
    try await withServer { _, client in
      let id = try await submit(client)
      var client = client
      client.key = refusal.key
      let path = "\(refusal.application)/requests/\(refusal.id ?? id)/status/stream"
      let reply = try await client.send(refusal.method, path)
      #expect(reply.status == refusal.status)
      #expect(reply.text.contains(refusal.mention), "\(reply.text)")
      let status = try await client.send(refusal.method, String(path.dropLast("/stream".count)))
      #expect(status.text == reply.text)
    }
  }

  @Test("have the form of the dialect")
  func dialect() async throws {
    try await withServer(as: .documented) { _, client in
      let id = try await submit(client)
      let stream = try await client.send("GET", Self.path(id) + "/status/stream?logs=1")
      let logs = try Self.events(in: stream.text).last?["logs"]?.objectValue
      #expect(logs?.members.isEmpty == false)
    }
  }

  private static func path(_ id: String) -> String { "/fal-ai/trellis/requests/\(id)" }

  private func submit(_ client: WireClient) async throws -> String {
    let reply = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
    return try #require(reply.json["request_id"]?.stringValue)
  }

  /// The events of a stream that was read to its end.
  private static func events(in text: String) throws -> [JSONValue] {
    try #require(text.hasSuffix("\n\n"))
    return try text.split(separator: "\n\n").filter { $0 != ping }.map { block in
      try #require(block.hasPrefix("data: ") && !block.contains("\n"))
      return try JSONValue.parse(Array(block.dropFirst("data: ".count).utf8))
    }
  }
}

/// Streams that are not given, and what is said instead.
struct StreamRefusal: Sendable, CustomTestStringConvertible {
  var method = "GET"
  var application = "/fal-ai/trellis"
  /// Nil for a request that is there.
  var id: String?
  var key: String? = "tests:secret"
  let status: Int
  let mention: String

  var testDescription: String { "\(method) \(application) \(key ?? "no key"): \(status)" }

  static let all = [
    StreamRefusal(method: "POST", status: 405, mention: "Method Not Allowed"),
    StreamRefusal(key: nil, status: 401, mention: "Authentication is required"),
    StreamRefusal(key: "nocolon", status: 401, mention: "Invalid Key"),
    StreamRefusal(key: "other:secret", status: 404, mention: "NOT_FOUND"),
    StreamRefusal(id: "none", status: 404, mention: "NOT_FOUND"),
    StreamRefusal(
      application: "/fal-ai/trellis-2", status: 404, mention: "NOT_FOUND"),
  ]
}
