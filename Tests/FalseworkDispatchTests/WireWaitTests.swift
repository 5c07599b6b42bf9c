// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Replies that take their time", .timeLimit(.minutes(5)), .overEachReadiness)
struct WireWaitTests {
  private static let head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
  private static let never = Duration.seconds(Int64.max)

  /// A service whose replies pause once, behind their head.
  private func pausing(_ timer: HandTimer) -> TestService {
    TestService(
      reply: .performed(by: timer) {
        $0.pauses = [WirePlan.Pause(at: .content(0), for: .seconds(3600))]
      })
  }

  /// Sends a request and reads up to the pause.
  private func untilPause(_ client: TestClient, _ timer: HandTimer) async throws {
    try await client.send(get())
    #expect(await timer.begun.next() == .seconds(3600))
    #expect(try await client.receiveSome() == Array(Self.head.utf8))
  }

  @Test(
    "send so many bytes at a time, and the next when the time has come", arguments: Door.allCases)
  func pace(door: Door) async throws {
    let timer = HandTimer()
    let service = TestService(
      reply: .performed(by: timer) { $0.pace = WirePlan.Pace(bytes: 8, every: .seconds(60)) })
    try await withServer(service) { server in
      let visitor = try await door.enter(port: server.port)
      for _ in 0..<2 {
        try await visitor.send(get())
        var rest = Array((Self.head + "hello").utf8)
        while rest.count > 8 {
          #expect(await timer.begun.next() == .seconds(60))
          #expect(try await visitor.receiveSome() == Array(rest.prefix(8)))
          rest.removeFirst(8)
          timer.passFirst()
        }
        #expect(try await visitor.receiveSome() == rest)
        #expect(await service.finishedExchanges.next()?.performance == .complete)
      }
    }
  }

  @Test("pace streams, whose pieces come when they come")
  func pacedStream() async throws {
    let timer = HandTimer()
    let reply = ServerReply.performed(
      .steps(
        .text("abc"), .wait(.milliseconds(1)), .text("d"), .work { ScriptedSource(steps: []) }),
      by: timer
    ) {
      $0.pace = WirePlan.Pace(bytes: 3, every: .seconds(60))
      $0.pauses = [WirePlan.Pause(at: .head(0), for: .seconds(5))]
      $0.stop = WirePlan.Stop(at: .beforeEnd(0), .close)
    }
    let service = TestService(reply: reply)
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(await timer.begun.next() == .seconds(5))
      timer.passFirst()
      let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      var count = (head.utf8.count + 4 - 1) / 3
      while count > 0 {
        #expect(await timer.begun.next() == .seconds(60))
        timer.passFirst()
        count -= 1
      }
      let (bytes, ending) = await client.receiveToEnd()
      #expect(String(decoding: bytes, as: UTF8.self) == head + "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n")
      #expect(ending == .closed)
      #expect(await service.finishedExchanges.next()?.performance == .ended(.close))
    }
  }

  @Test("notice a client that leaves, and let go of the time", arguments: [false, true])
  func clientLeaves(byReset: Bool) async throws {
    let timer = HandTimer()
    let service = pausing(timer)
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await untilPause(client, timer)
      if byReset { client.reset() } else { client.close() }
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.performance == .clientLeft)
      #expect(finished.delivery == .clientGone)
      #expect((finished.contentBytes, finished.wireBytes) == (0, Self.head.utf8.count))
      await timer.freed.next()
      // A call all the same does no harm.
      timer.passFirst()
      let next = try TestClient(port: server.port)
      try await untilPause(next, timer)
    }
  }

  @Test("tell a client that left over spoilt bytes from one that never had them")
  func clientLeavesOverSpoiltBytes() async throws {
    let timer = HandTimer()
    for (place, isSpoilt) in [(5, true), (1, false)] {
      let service = TestService(
        reply: .performed(by: timer) {
          $0.framing = .malformedChunk(at: 3)
          $0.pauses = [WirePlan.Pause(at: .content(place), for: .seconds(60))]
        })
      try await withServer(service) { server in
        let client = try TestClient(port: server.port)
        try await client.send(get())
        #expect(await timer.begun.next() == .seconds(60))
        client.close()
        let finished = try #require(await service.finishedExchanges.next())
        #expect(finished.performance == .clientLeft)
        #expect(finished.spoiltBytesLeft == isSpoilt)
        await timer.freed.next()
      }
    }
  }

  @Test("go on once, however often they are woken")
  func wokenOften() async throws {
    let timer = HandTimer()
    let service = TestService(
      reply: .performed(by: timer) {
        $0.pauses = [3600, 7200].map { WirePlan.Pause(at: .content(0), for: .seconds($0)) }
      })
    try await withServer(service) {
      $0.loopCount = 1
    } _: { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(await timer.begun.next() == .seconds(3600))
      let wake = timer.takeFirst()
      wake?()
      #expect(await timer.begun.next() == .seconds(7200))
      wake?()
      // On the one loop, this comes after what the second call would have done.
      let other = try TestClient(port: server.port)
      try await other.send(get())
      #expect(await timer.begun.next() == .seconds(3600))
      #expect(try await client.receiveSome() == Array(Self.head.utf8))
      timer.passFirst()
      #expect(try await client.receive(count: 5) == Array("hello".utf8))
      #expect(await service.finishedExchanges.next()?.performance == .complete)
      other.close()
      #expect(await service.finishedExchanges.next()?.performance == .clientLeft)
    }
  }

  @Test("are broken off when the server's time to stop is up")
  func stoppedWhilePausing() async throws {
    let timer = HandTimer()
    let service = pausing(timer)
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await untilPause(client, timer)
      await server.stop(within: .zero)
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.performance == .brokenOff)
      #expect(finished.delivery == .cutShort)
      #expect(await client.receiveToEnd().bytes == [])
      await timer.freed.next()
    }
  }

  @Test("may end while the server stops, and close then")
  func endsWhileStopping() async throws {
    let timer = HandTimer()
    let service = pausing(timer)
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await untilPause(client, timer)
      let stopping = Task { await server.stop(within: Self.never) }
      timer.passFirst()
      #expect(await client.receiveToEnd() == (Array("hello".utf8), .closed))
      client.close()
      await stopping.value
      #expect(await service.finishedExchanges.next()?.performance == .complete)
    }
  }

  @Test("do not outlive a stream that fails")
  func failedStream() async throws {
    let timer = HandTimer()
    let service = TestService(
      reply: .performed(.steps(.text("abc"), .failed), by: timer) {
        $0.pauses = [WirePlan.Pause(at: .content(1), for: .seconds(3600))]
      })
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(await timer.begun.next() == .seconds(3600))
      timer.passFirst()
      #expect(
        String(decoding: await client.receiveToEnd().bytes, as: UTF8.self).hasSuffix("abc\r\n"))
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.performance == .brokenOff)
      #expect(finished.delivery == .cutShort)
      #expect(finished.contentBytes == 3)
    }
  }

  @Test("ask a stream whose bell rings, but not before there is use for what it has")
  func bell() async throws {
    let (timer, bell, asked) = (HandTimer(), StreamBell(), Mailbox<Void>())
    let source = ScriptedSource(steps: [.longWait, .text("ab"), .longWait, .text("c")]) {
      asked.post(())
    }
    let service = TestService(
      reply: .performed(.stream(ReplyStream(source, bell: bell)), by: timer) {
        $0.pauses = [WirePlan.Pause(at: .content(1), for: .seconds(3600))]
      })
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      await asked.next()
      _ = try await client.responseHead()
      bell.ring()
      #expect(await timer.begun.next() == .seconds(3600))
      #expect(try await client.receiveSome() == Array("2\r\na".utf8))
      bell.ring()
      timer.passFirst()
      #expect(try await client.receive(count: 3) == Array("b\r\n".utf8))
      for _ in 0..<2 { await asked.next() }
      bell.ring()
      #expect(try await client.chunk() == "c")
      #expect(try await client.chunk() == "")
      #expect(await service.finishedExchanges.next()?.performance == .complete)
    }
  }
}
