// Falsework
// SPDX-License-Identifier: MIT

import Dispatch
import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Timeouts", .timeLimit(.minutes(5)), .overEachReadiness)
struct TimeoutTests {
  /// The one timeout of a test is short; the others never pass.
  private static let short = Duration.milliseconds(100)

  private func withTimeouts(
    _ service: TestService = TestService(), _ change: (inout ServerConfiguration) -> Void,
    _ test: (HTTPServer) async throws -> Void
  ) async throws {
    try await withServer(service) {
      $0.idleTimeout = .seconds(3600)
      $0.headTimeout = .seconds(3600)
      $0.bodyStallTimeout = .seconds(3600)
      $0.writeStallTimeout = .seconds(3600)
      $0.lingerTimeout = .seconds(3600)
      change(&$0)
    } _: { server in
      try await test(server)
    }
  }

  @Test("closes a connection on which nothing comes")
  func silence() async throws {
    try await withTimeouts {
      $0.headTimeout = Self.short
    } _: { server in
      let client = try TestClient(port: server.port)
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }

  @Test("closes an idle connection without a word")
  func idle() async throws {
    try await withTimeouts {
      $0.idleTimeout = Self.short
    } _: { server in
      let client = try TestClient(port: server.port)
      #expect(try await client.exchange(get()).status == 200)
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }

  @Test("says goodbye in the filter's terms to an idle connection")
  func idleBehindFilter() async throws {
    try await withTimeouts {
      $0.idleTimeout = Self.short
    } _: { server in
      let client = try TestClient(port: server.port)
      try await client.greet()
      try await client.sendVeiled(get())
      #expect(try await client.receiveRecord().type == .data)
      let notice = ToyFilter.record(.alert, ToyFilter.closeNotice)
      #expect(await client.receiveToEnd() == (notice, .closed))
    }
  }

  @Test(
    "answers 408 to a head that does not end", arguments: ["G", "GET / HTTP/1.1\r\nHost: a\r\n"])
  func head(part: String) async throws {
    try await withTimeouts {
      $0.headTimeout = Self.short
    } _: { server in
      let client = try await connected(server)
      let response = try await client.exchange(part)
      #expect(response.status == 408)
      #expect(response.head.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
      #expect(response.field("Connection") == "close")
      #expect(response.text == "the request did not arrive in time\n")
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }

  @Test("answers 408 to a head that drips")
  func drippingHead() async throws {
    try await withTimeouts {
      $0.headTimeout = Self.short
      $0.lingerTimeout = Self.short
    } _: { server in
      let client = try await connected(server)
      let end = try await drip("a", from: client, after: "GET / HTTP/1.1\r\nX-Long: ", server)
      #expect(String(decoding: end, as: UTF8.self).hasPrefix("HTTP/1.1 408 "))
    }
  }

  @Test("answers 408 to content that stops coming")
  func body() async throws {
    try await withTimeouts {
      $0.bodyStallTimeout = Self.short
    } _: { server in
      let client = try TestClient(port: server.port)
      let response = try await client.exchange(post(length: 10) + "half")
      #expect(response.status == 408)
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }

  @Test("takes content that drips for longer than it may stall")
  func drippingContent() async throws {
    try await withTimeouts {
      $0.bodyStallTimeout = .milliseconds(300)
    } _: { server in
      let other = try TestClient(port: server.port)
      while true {
        let client = try TestClient(port: server.port)
        try await client.send(post(length: 1_000_000))
        var (sent, last, isHeldUp) = (0, DispatchTime.now(), false)
        let end = last + .milliseconds(700)
        while last < end {
          try? await client.send("a")
          sent += 1
          _ = try await other.exchange(get())
          isHeldUp = isHeldUp || DispatchTime.now() > last + .milliseconds(100)
          last = .now()
        }
        try? await client.send([UInt8](repeating: 0x61, count: 1_000_000 - sent))
        let status = try? await client.response().status
        // Proves nothing if this process was held up itself.
        if status != 200, isHeldUp { continue }
        #expect(status == 200)
        return
      }
    }
  }

  @Test("holds the handshake of a filter to the head timeout")
  func handshake() async throws {
    try await withTimeouts {
      $0.headTimeout = Self.short
    } _: { server in
      let client = try TestClient(port: server.port)
      try await client.send([0x16, 0xff, 0xff])
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }

  @Test("gives up a client that takes nothing of its reply, even if it goes on sending")
  func writeStall() async throws {
    let length = 64 << 20
    let file = try TemporaryFile(length: length)
    let service = TestService(
      reply: ServerReply(.ok, content: .file(path: file.path, range: 0..<length)))
    try await withTimeouts(service) {
      $0.writeStallTimeout = Self.short
    } _: { server in
      let client = try TestClient(
        port: server.port, TestClient.Setup(receiveBufferBytes: 16 * 1024))
      let other = try TestClient(port: server.port)
      try await client.send(get())
      var isGone = false
      for _ in 0..<10_000 where !isGone {
        do { try await client.send("G") } catch { isGone = true }
        _ = try await other.exchange("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
      }
      #expect(isGone)
    }
  }

  @Test("lingers for a limited time, however much the client still sends")
  func lingering() async throws {
    try await withTimeouts {
      $0.lingerTimeout = Self.short
      $0.limits.bodyBytesMax = 10
    } _: { server in
      let client = try TestClient(port: server.port)
      let end = try await drip("a", from: client, after: post(length: 1_000_000), server)
      #expect(String(decoding: end, as: UTF8.self).hasPrefix("HTTP/1.1 413 "))
    }
  }

  /// A client whose next request may wait: only the first one is held to the head timeout.
  private func connected(_ server: HTTPServer) async throws -> TestClient {
    while true {
      let client = try TestClient(port: server.port)
      if let response = try? await client.exchange(get()), response.status == 200 { return client }
    }
  }

  /// Sends a byte at a time, as fast as another client is served, until the server resets;
  /// returns what it has answered.
  private func drip(
    _ byte: String, from client: TestClient, after start: String, _ server: HTTPServer
  ) async throws -> [UInt8] {
    let other = try TestClient(port: server.port)
    try await client.send(start)
    async let answer = client.receiveToEnd()
    for _ in 0..<10_000 {
      do { try await client.send(byte) } catch { return await answer.bytes }
      _ = try await other.exchange(get())
    }
    client.reset()
    throw TestFailure("the server has taken everything")
  }
}
