// Falsework
// SPDX-License-Identifier: MIT

import Dispatch
import Falsework
import FalseworkJSON
import FalseworkTestSupport
import HTTPTypes
import Testing

/// The same poll over and over on one connection, of which the server remembers what it can.
@Suite("Faults of polls over a kept connection", .timeLimit(.minutes(5)))
struct KeptConnectionTests {
  private static let drill = HTTPField.Name("x-drill")
  private static let exchange = HTTPField.Name("x-falsework-exchange")

  @Test("come and go with their rules")
  func change() async throws {
    try await withPolls { client, poll in
      let (drill, exchange) = try (#require(Self.drill), #require(Self.exchange))
      #expect(try await poll().fields[drill] == nil)
      let id = try await client.putIn(Self.marking(#""a""#))
      let marked = [try await poll(), try await poll(), try await poll()]
      #expect(marked.map { $0.fields[drill] } == ["a", "a", "a"])
      #expect(marked.map { $0.fields[exchange] } == ["3", "4", "5"])
      #expect(marked.allSatisfy { $0.fields[.date] != nil && $0.fields[.server] == "falsework" })
      #expect(Set(marked.map(\.text)).count == 1)
      let put = try await client.send(
        "PUT", "/_falsework/faults/\(id)", body: Self.marking(#""b""#))
      #expect(put.status == 200, "\(put.text)")
      #expect(try await poll().fields[drill] == "b")
      #expect(try await client.send("DELETE", "/_falsework/faults/\(id)").status == 204)
      let last = try await poll()
      #expect(last.fields[drill] == nil && last.fields[exchange] == nil)
    }
  }

  @Test("are journalled one by one, with the fields that went out")
  func journal() async throws {
    try await withPolls { client, poll in
      let id = try await client.putIn(Self.marking(#""a""#))
      for _ in 0..<3 { _ = try await poll() }
      // An exchange is recorded when its bytes have gone, which a client may be ahead of.
      while try await client.fault(id)["delivered"] != 3 { await Task.yield() }
      let entries = try await client.journal("?operation=status")
      #expect(entries.count == 3)
      for (place, entry) in entries.enumerated() {
        let fault = try #require(entry["faults"]?[0])
        #expect(fault["state"] == "delivered")
        #expect(
          fault["why"]?.stringValue
            == "status, job 1, completed, occurrence \(place + 1) of its session")
        let fields = String(decoding: entry["response"]?.serialized(.compact) ?? [], as: UTF8.self)
        #expect(fields.contains("x-drill") && fields.contains("x-falsework-exchange"), "\(fields)")
        #expect(entry["job"]?["phase"] == "COMPLETED")
      }
      let fault = try await client.fault(id)
      for name in ["evaluated", "matched", "fired", "delivered"] { #expect(fault[name] == 3) }
    }
  }

  @Test("count on where the connection is kept, and begin anew with a reset")
  func counts() async throws {
    try await withPolls { client, poll in
      _ = try await client.putIn(
        #"{"when": {"operation": "status", "nth": "2..3"}, "do": {"status": 500}}"#)
      var statuses: [Int] = []
      for _ in 0..<4 { statuses.append(try await poll().status) }
      #expect(statuses == [200, 500, 500, 200])
      #expect(try await client.send("POST", "/_falsework/reset?what=faults").status == 200)
      _ = try await client.putIn(
        #"{"when": {"operation": "status", "nth": 2}, "do": {"status": 503}}"#)
      statuses = [try await poll().status, try await poll().status, try await poll().status]
      #expect(statuses == [200, 503, 200])
    }
  }

  @Test("of another path are counted as looked at, and told as near")
  func screened() async throws {
    try await withPolls { client, poll in
      let id = try await client.putIn(
        #"{"when": {"operation": "status", "path": "/nowhere"}, "do": {"status": 500}}"#)
      for _ in 0..<3 { #expect(try await poll().status == 200) }
      #expect(try await client.fault(id)["evaluated"] == 3)
      #expect(try await client.fault(id)["matched"] == 0)
      while try await client.journal("?operation=status").count < 3 { await Task.yield() }
      for entry in try await client.journal("?operation=status") {
        #expect(entry["scenarios"]?[0]?.stringValue == id)
        #expect(entry["near_misses"]?[0]?["condition"] == "path")
      }
    }
  }

  private static func marking(_ value: String) -> String {
    #"{"when": {"operation": "status"}, "do": {"headers": {"set": {"x-drill": \#(value)}}}}"#
  }

  /// Runs `body` with a poll of a request that is done.
  private func withPolls(
    _ body: (WireClient, () async throws -> WireClient.Response) async throws -> Void
  ) async throws {
    try await withServer { server, client in
      let path = try server.path(of: try await client.submit().json["status_url"])
      let connection = try RawConnection(port: client.port)
      defer { connection.close() }
      let key = client.key.map { "Authorization: Key \($0)\r\n" } ?? ""
      let bytes = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(key)\r\n".utf8)
      try await body(client) { try await connection.exchange(bytes) }
    }
  }
}

extension RawConnection {
  /// Sends a request and returns its response, after which the connection stays.
  fileprivate func exchange(_ bytes: [UInt8]) async throws -> WireClient.Response {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "tests.kept").async {
        send(bytes)
        continuation.resume(returning: ())
      }
    }
    var received: [UInt8] = []
    while true {
      let piece: [UInt8]? = await withCheckedContinuation { continuation in
        DispatchQueue(label: "tests.kept").async { continuation.resume(returning: receive()) }
      }
      guard let piece else { return try WireClient.response(to: "GET", in: received) }
      received += piece
      if let response = try? WireClient.response(to: "GET", in: received) { return response }
    }
  }
}
