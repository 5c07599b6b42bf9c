// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Stopping", .timeLimit(.minutes(5)), .overEachReadiness)
struct StopTests {
  private static let never = Duration.seconds(Int64.max)

  private func start(_ service: TestService = TestService()) throws -> HTTPServer {
    var configuration = ServerConfiguration()
    configuration.loopCount = 1
    configuration.readiness = .ofTest
    return try HTTPServer.start(configuration, service: service)
  }

  /// Begins to stop a server; returns once all its connections have heard of it.
  private func beginStop(_ server: HTTPServer) async throws -> Task<Void, Never> {
    let idle = try TestClient(port: server.port)
    _ = try await idle.exchange(request("HEAD", "/idle"))
    let stopping = Task { await server.stop(within: Self.never) }
    // The one loop tells them all in one go.
    _ = await idle.receiveToEnd()
    return stopping
  }

  /// A service whose replies to `GET` come through the gate.
  private func gated(_ started: Mailbox<Void>, _ gate: Mailbox<Void>) -> TestService {
    TestService { request in
      if request.head.method == .head { return .now(ServerReply(.ok)) }
      return .later {
        started.post(())
        await gate.next()
        return ServerReply(.ok, content: .text("done"))
      }
    }
  }

  @Test("stops with no connection, and again")
  func empty() async throws {
    let server = try start()
    await server.stop(within: Self.never)
    await server.stop(within: Self.never)
  }

  @Test("stops for all who ask at the same time")
  func concurrently() async throws {
    let (started, gate) = (Mailbox<Void>(), Mailbox<Void>())
    let server = try start(gated(started, gate))
    let client = try TestClient(port: server.port)
    try await client.send(get())
    await started.next()
    let first = try await beginStop(server)
    let others = (0..<10).map { _ in Task { await server.stop(within: Self.never) } }
    gate.post(())
    #expect(try await client.response().status == 200)
    client.close()
    for stop in [first] + others { await stop.value }
  }

  @Test(
    "ends connections that wait for a request at once",
    arguments: ["", get(), "GET / HTTP/1.1\r\nHo", get() + "GET"])
  func idle(sent: String) async throws {
    let server = try start()
    let client = try TestClient(port: server.port)
    if sent.hasPrefix("GET / HTTP/1.1\r\nHost") {
      _ = try await client.exchange(sent)
    } else {
      try await client.send(sent)
    }
    await server.stop(within: Self.never)
    #expect(await client.receiveToEnd().bytes == [])
  }

  @Test("lets a reply end that comes later, and then closes")
  func laterReply() async throws {
    let (started, gate) = (Mailbox<Void>(), Mailbox<Void>())
    let server = try start(gated(started, gate))
    let client = try TestClient(port: server.port)
    try await client.send(get() + get())
    await started.next()
    let stopping = try await beginStop(server)
    gate.post(())
    let response = try await client.response()
    #expect(response.text == "done")
    #expect(response.field("Connection") == "close")
    #expect(await client.receiveToEnd() == ([], .closed))
    client.close()
    await stopping.value
  }

  @Test("lets a request end whose content is still coming")
  func contentUnderWay() async throws {
    let server = try start()
    let client = try TestClient(port: server.port)
    _ = try await client.exchange(post(length: 4, "Expect: 100-continue"))
    let stopping = try await beginStop(server)
    try await client.send("done")
    #expect(try await client.response().text == "POST / done - plain")
    client.close()
    await stopping.value
  }

  @Test("lets a client take the rest of a reply, and then closes", arguments: [false, true])
  func slowReader(fromFile: Bool) async throws {
    let count = 32_000_000
    let file = try TemporaryFile(length: count)
    let content: ReplyContent =
      fromFile
      ? .file(path: file.path, range: 0..<count) : .bytes([UInt8](repeating: 0, count: count))
    let server = try start(TestService(reply: ServerReply(.ok, content: content)))
    let client = try TestClient(
      port: server.port, TestClient.Setup(receiveBufferBytes: 16 * 1024))
    try await client.send(get())
    _ = try await client.responseHead()
    let stopping = try await beginStop(server)
    let rest = await client.receiveToEnd()
    #expect(rest.bytes.count == count)
    #expect(rest.ending == .closed)
    client.close()
    await stopping.value
  }

  @Test("ends what is left when the time is up")
  func forced() async throws {
    let (started, never) = (Mailbox<Void>(), Mailbox<Void>())
    let service = gated(started, never)
    let server = try start(service)
    let client = try TestClient(port: server.port)
    try await client.send(get())
    await started.next()
    await server.stop(within: .milliseconds(20))
    #expect(await client.receiveToEnd().bytes == [])
    let finished = try #require(await service.finishedExchanges.next())
    #expect(finished.delivery == .cutShort)
  }

  @Test("leaves nobody waiting who connects meanwhile")
  func amidAccepts() async throws {
    for _ in 0..<20 {
      let server = try start()
      let clients = try (0..<20).map { _ in try TestClient(port: server.port) }
      await server.stop(within: Self.never)
      for client in clients { #expect(await client.receiveToEnd().bytes == []) }
    }
  }

  @Test("gives its port free")
  func portAgain() async throws {
    var attemptsLeft = 5
    while true {
      let server = try start()
      let client = try TestClient(port: server.port)
      _ = try await client.exchange(get())
      await server.stop(within: .zero)
      var configuration = ServerConfiguration()
      configuration.port = server.port
      configuration.readiness = .ofTest
      do {
        return try await HTTPServer.start(configuration, service: TestService()).stop(within: .zero)
      } catch {
        // Another test may have been given the port meanwhile, but not each time.
        attemptsLeft -= 1
        if attemptsLeft == 0 { throw error }
      }
    }
  }
}
