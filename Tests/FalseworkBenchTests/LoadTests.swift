// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench
import Testing

@Suite("A load")
struct LoadTests {
  private static let good = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

  private func load(
    on server: CannedServer, connectionCount: Int = 3
  ) throws(BenchFailure) -> LoadGenerator {
    let target = LoadTarget(name: "canned", port: server.port, request: .get("/"), status: 200)
    return try LoadGenerator(target, connectionCount: connectionCount)
  }

  @Test("makes exactly so many requests, over connections that it keeps", arguments: [1, .max])
  func count(piece: Int) throws {
    let server = try CannedServer(reply: Self.good, piece: piece)
    defer { server.stop() }
    let load = try load(on: server)
    for count in [10, 1] {
      let result = try load.run(.count(count))
      #expect(result.requestCount == count)
      #expect(result.contentBytes == count * 5)
      #expect(result.latencies.count == UInt64(count))
      #expect(result.seconds > 0 && result.latency(0.5) <= result.seconds)
    }
    #expect(server.connectionCount == 3)
  }

  @Test("asks for several things in turn")
  func turns() throws {
    let server = try CannedServer(reply: Self.good)
    defer { server.stop() }
    let target = LoadTarget(
      name: "canned", port: server.port, requests: [.get("/a"), .get("/b"), .get("/c")],
      status: 200)
    _ = try LoadGenerator(target, connectionCount: 2).run(.count(7))
    #expect(server.targets.sorted() == ["/a", "/a", "/a", "/b", "/b", "/c", "/c"])
  }

  @Test("ends when its time is over")
  func time() throws {
    let server = try CannedServer(reply: Self.good)
    defer { server.stop() }
    let result = try load(on: server).run(.time(.milliseconds(20)))
    #expect(result.requestCount > 0)
  }

  @Test("spreads its first requests, and begins none after its limit")
  func spread() throws {
    let server = try CannedServer(reply: Self.good)
    defer { server.stop() }
    let load = try load(on: server)
    #expect(try load.run(.count(5), spread: .seconds(3600)).requestCount == 5)
    #expect(server.connectionCount == 1, "the second connection would begin in twenty minutes")
    #expect(try load.run(.count(9), spread: .milliseconds(3)).requestCount == 9)
  }

  @Test("measures latencies from the delay that is expected")
  func delay() throws {
    let server = try CannedServer(reply: Self.good)
    defer { server.stop() }
    var target = LoadTarget(name: "canned", port: server.port, request: .get("/"), status: 200)
    target.delay = .seconds(1000)
    let result = try LoadGenerator(target, connectionCount: 1).run(.count(1))
    // The reply comes at once, which is far too early.
    #expect((900...1000).contains(result.latency(1)))
  }

  @Test(
    "fails at the first reply that is not as it must be",
    arguments: [
      ("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "answered 500, not 200"),
      ("HTTP/1.1 202 OK\r\nContent-Length: 0\r\n\r\n", "answered 202, not 200"),
      ("hello", "sent bytes that are not HTTP/1.1"),
      ("HTTP/1.1 200 OK\r\n\r\n", "sent no Content-Length"),
      (good + "H", "sent more than it was asked for"),
    ])
  func faults(reply: String, complaint: String) throws {
    let server = try CannedServer(reply: reply)
    defer { server.stop() }
    let failure = #expect(throws: BenchFailure.self) {
      try load(on: server, connectionCount: 1).run(.count(2))
    }
    #expect(failure?.message == "canned on port \(server.port) \(complaint)")
  }

  @Test("fails when a connection is closed within a reply")
  func closed() throws {
    let server = try CannedServer(reply: String(Self.good.dropLast()), ending: .close)
    defer { server.stop() }
    let failure = #expect(throws: BenchFailure.self) { try load(on: server).run(.count(3)) }
    #expect(failure?.message.hasSuffix("closed a connection") == true)
  }

  @Test("fails when nobody listens")
  func nobody() throws {
    let server = try CannedServer(reply: "")
    server.stop()
    #expect(throws: BenchFailure.self) { try load(on: server).run(.count(1)) }
  }
}
