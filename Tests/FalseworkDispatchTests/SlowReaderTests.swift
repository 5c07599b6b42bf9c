// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Synchronization
import Testing

@Suite("Slow readers", .timeLimit(.minutes(5)), .overEachReadiness)
struct SlowReaderTests {
  /// Small, so that the system takes little of a reply that nobody reads.
  private let setup = TestClient.Setup(receiveBufferBytes: 16 * 1024)

  @Test("sends megabytes from memory to a client that reads slowly")
  func largeReply() async throws {
    let content = (0..<8_000_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    let service = TestService(reply: ServerReply(.ok, content: .bytes(content)))
    try await withServer(service) { server in
      let client = try TestClient(port: server.port, setup)
      try await client.send(get())
      #expect(try await client.responseHead().status == 200)
      let received = try await client.receive(count: content.count)
      #expect(received == content)
      #expect(try await client.exchange(get()).status == 200)
    }
  }

  @Test("answers no more pipelined requests than the client takes replies")
  func heldBackPipeline() async throws {
    let (count, replyBytes) = (1000, 64 * 1024)
    let content = [UInt8](repeating: 0x61, count: replyBytes)
    let answered = Mutex(0)
    let service = TestService { request in
      if request.head.target.path == "/other" { return .now(ServerReply(.ok)) }
      answered.withLock { $0 += 1 }
      return .now(ServerReply(.ok, content: .bytes(content)))
    }
    try await withServer(service) {
      $0.loopCount = 1
    } _: { server in
      let client = try TestClient(port: server.port, setup)
      let other = try TestClient(port: server.port)
      try await client.send(String(repeating: get(), count: count))
      // On the one loop, these come after the flood.
      for _ in 0..<10 { _ = try await other.exchange(get("/other")) }
      #expect(answered.withLock { $0 } < count / 2)
      for _ in 0..<count { #expect(try await client.response().body.count == replyBytes) }
    }
  }

  @Test("reads no more than a bounded amount from a client that takes no replies")
  func heldBackReading() async throws {
    let content = [UInt8](repeating: 0x61, count: 1_000_000)
    let service = TestService { request in
      let isOther = request.head.target.path == "/other"
      return .now(ServerReply(.ok, content: isOther ? .none : .bytes(content)))
    }
    try await withServer(service) {
      $0.loopCount = 1
    } _: { server in
      let client = try TestClient(port: server.port, setup)
      let other = try TestClient(port: server.port)
      let requests = Array(String(repeating: get(), count: 10_000).utf8)
      var (sent, idleCount) = (0, 0)
      while idleCount < 10, sent < 64 << 20 {
        let count = client.sendSome(requests[(sent % requests.count)...])
        sent += count
        idleCount = count == 0 ? idleCount + 1 : 0
        // On the one loop, the server has read what it wants when this is answered.
        _ = try await other.exchange(get("/other"))
      }
      #expect(sent < 64 << 20)
    }
  }

  @Test("survives a client that resets in the middle of a reply")
  func resetUnderWay() async throws {
    let length = 64 << 20
    let file = try TemporaryFile(length: length)
    let service = TestService(
      reply: ServerReply(.ok, content: .file(path: file.path, range: 0..<length)))
    try await withServer(service) { server in
      let client = try TestClient(port: server.port, setup)
      try await client.send(get())
      _ = try await client.responseHead()
      client.reset()
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.delivery == .clientGone)
      #expect(finished.contentBytes < length)
      let next = try TestClient(port: server.port)
      #expect(try await next.exchange(request("HEAD", "/")).status == 200)
    }
  }
}
