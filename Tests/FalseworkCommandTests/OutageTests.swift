// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkJSON
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

@Suite("A server whose state cannot be written", .timeLimit(.minutes(5)))
struct OutageTests {
  @Test(
    "refuses clearly, keeps nothing that it refused, answers the rest, and recovers",
    arguments: Outage.possible)
  func outage(_ outage: Outage) async throws {
    try await outage.withFolder { folder in
      let http = try HTTPClient()
      let finished = try await finishedRequest(folder, http)
      let server = try await ServingProcess(
        state: folder + "/state", arguments: ["--preset", "realistic", "--speed", "0.01"])
      var customer = Customer(LocalClient(http: http, base: server.url), finished: finished)
      try await customer.settle()

      let end = try await outage.begin(for: server, on: folder)
      try await customer.expectRefusals()
      try await end()
      try await customer.expectService()

      let outcome = await server.stop()
      #expect(outcome.status == 0)
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.count >= customer.refusalCount)
      for line in lines {
        #expect(outage.causes.contains { line.contains($0) }, "\(line)")
      }
      let database = try StateDatabase(state: folder + "/state")
      #expect(try database.complaints().isEmpty)
      #expect(try database.count("SELECT COUNT(*) FROM requests") == customer.acceptedCount + 16)
      #expect(try database.count("SELECT COUNT(*) FROM webhooks") == customer.acceptedCount)
      await http.stop()
    }
  }

  /// Lets a server accept a request and die before its files are made.
  private func finishedRequest(_ folder: String, _ http: HTTPClient) async throws -> String {
    let server = try await ServingProcess(
      state: folder + "/state", arguments: ["--preset", "instant"])
    let client = LocalClient(http: http, base: server.url)
    var id: String?
    // Only some files are begun before they are asked for, so the last one's is not.
    for _ in 0..<16 {
      let reply = try await client.send(
        .post, "/fal-ai/trellis", Array(#"{"image_url": "a", "texture_size": 512}"#.utf8))
      id = reply.json["request_id"]?.stringValue
    }
    _ = await server.stop(SIGKILL)
    return "/fal-ai/trellis/requests/\(try #require(id))"
  }

  @Test("says in one line why it cannot start on a full disk", .enabled(if: SmallDisk.isAllowed))
  func start() async throws {
    try await Outage.fullDisk.withFolder { folder in
      _ = try SmallDisk.fill(folder)
      let outcome = try await FalseworkProcess.run([
        "serve", "--port", "0", "--state", folder + "/state",
      ])
      #expect(outcome.status == 1)
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("falsework: cannot "), "\(outcome.errors)")
    }
  }
}

/// A client that does everything that needs a state that can be written.
private struct Customer {
  let client: LocalClient
  /// The path of a request that has ended, whose file is not made.
  let finished: String
  private var live = ""
  private var path = ""
  private(set) var acceptedCount = 0
  private(set) var refusalCount = 0

  private static let settled = Array("settled".utf8)
  private static let refused = Array("refused".utf8)
  /// More than a batch of these fits into what a full disk has left.
  private static let input = Array(
    #"{"image_url": "\#(String(repeating: "x", count: 8192))"}"#.utf8)
  /// Nobody listens there, and nothing ends before the test does.
  private static let submission = "/fal-ai/trellis?fal_webhook=http://127.0.0.1:1/"

  init(_ client: LocalClient, finished: String) {
    self.client = client
    self.finished = finished
  }

  /// Makes what an outage may not touch.
  mutating func settle() async throws {
    let reply = try await client.send(.post, Self.submission, Self.input)
    let id = try #require(reply.json["request_id"]?.stringValue, "\(reply.text)")
    live = "/fal-ai/trellis/requests/\(id)"
    acceptedCount = 1
    let place = try await initiate()
    path = LocalClient.target(of: try #require(place.json["upload_url"]?.stringValue))
    #expect(try await put(Self.settled).status == 200)
  }

  mutating func expectRefusals() async throws {
    try await submitUntilRefused()
    let (client, live, finished) = (client, live, finished)
    async let poll = client.send(.get, live + "/status")
    async let file = client.send(.get, path)
    async let cancellation = client.send(.put, live + "/cancel")
    async let result = client.send(.get, finished)
    async let place = initiate()
    async let upload = put(Self.refused)
    #expect(try await poll.status == 202)
    #expect(try await file.content == Self.settled)
    for reply in try await [cancellation, result] {
      #expect(reply.status == 500, "\(reply.text)")
      #expect(reply.json["error_type"] == "internal_error", "\(reply.text)")
    }
    for reply in try await [place, upload] {
      #expect([500, 507].contains(reply.status), "\(reply.status) \(reply.text)")
      #expect(!reply.content.isEmpty)
    }
    // Content that cannot even be taken in is refused by the connection, which logs nothing.
    refusalCount += 3
  }

  /// Submits, several at a time, until none of them is accepted.
  private mutating func submitUntilRefused() async throws {
    var replies: [LocalClient.Reply] = []
    repeat {
      replies = try await withThrowingTaskGroup { [client] group in
        for _ in 0..<8 {
          group.addTask { try await client.send(.post, Self.submission, Self.input) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      acceptedCount += replies.count { $0.status == 200 }
      let refused = replies.filter { $0.status != 200 }
      refusalCount += refused.count
      for reply in refused {
        #expect(reply.status == 500, "\(reply.text)")
        #expect(reply.json["error_type"] == "internal_error", "\(reply.text)")
      }
    } while replies.contains { $0.status == 200 }
  }

  mutating func expectService() async throws {
    #expect(try await client.send(.get, path).content == Self.settled)
    #expect(try await client.send(.get, live + "/status").status == 202)
    let reply = try await client.send(.post, Self.submission, Self.input)
    #expect(reply.status == 200, "\(reply.text)")
    acceptedCount += 1
    #expect(try await client.send(.put, live + "/cancel").status == 202)
    #expect(try await client.send(.get, finished).status == 200)
    #expect(try await initiate().status == 200)
    #expect(try await put(Self.refused).status == 200)
    #expect(try await client.send(.get, path).content == Self.refused)
  }

  private func initiate() async throws -> LocalClient.Reply {
    try await client.send(
      .post, "/rest.fal.ai/storage/upload/initiate",
      Array(#"{"file_name": "a.png", "content_type": "image/png"}"#.utf8))
  }

  private func put(_ content: [UInt8]) async throws -> LocalClient.Reply {
    try await client.send(.put, path, content, type: "image/png")
  }
}
