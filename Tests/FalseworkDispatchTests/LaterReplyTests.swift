// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Replies that come later", .timeLimit(.minutes(5)), .overEachReadiness)
struct LaterReplyTests {
  private let gate = Mailbox<String>()

  /// Answers `/now` at once and all else with what comes through the gate.
  private var service: TestService {
    TestService { [gate] request in
      if request.head.target.path == "/now" { return .now(ServerReply(.ok, content: .text("now"))) }
      return .later { ServerReply(.ok, content: .text(await gate.next() ?? "cancelled")) }
    }
  }

  @Test("sends a reply that comes later")
  func later() async throws {
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      for text in ["one", "two"] {
        try await client.send(get())
        gate.post(text)
        #expect(try await client.response().text == text)
      }
    }
  }

  @Test("keeps pipelined requests waiting behind one whose reply comes later")
  func order() async throws {
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get("/later") + get("/now") + get("/later") + get("/now"))
      gate.post("first")
      gate.post("second")
      for text in ["first", "now", "second", "now"] {
        #expect(try await client.response().text == text)
      }
    }
  }

  @Test("answers a client that has closed its sending side", arguments: ["/now", "/later"])
  func halfClose(path: String) async throws {
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get(path))
      client.finishSending()
      gate.post("later")
      #expect(try await client.response().status == 200)
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }

  @Test("answers all pipelined requests of a client that has closed its sending side")
  func halfCloseBehindPipeline() async throws {
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get("/later") + get("/now") + get("/now"))
      client.finishSending()
      gate.post("first")
      for text in ["first", "now", "now"] {
        #expect(try await client.response().text == text)
      }
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }

  /// A service whose handler says that it has begun, waits for the gate, and says whether its task
  /// was cancelled meanwhile.
  private func parkedService(_ started: Mailbox<Void>, _ ended: Mailbox<Bool>) -> TestService {
    TestService { [gate] _ in
      .later {
        started.post(())
        _ = await gate.next()
        ended.post(Task.isCancelled)
        return ServerReply(.ok)
      }
    }
  }

  @Test("cancels the task when the connection is reset")
  func reset() async throws {
    let (started, ended) = (Mailbox<Void>(), Mailbox<Bool>())
    let service = parkedService(started, ended)
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      await started.next()
      client.reset()
      #expect(await ended.next() == true)
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.status.code == 499)
      #expect(finished.delivery == .clientGone)
      #expect(finished.contentBytes == 0)
    }
  }

  @Test("cancels the task of a client that resets after it closed its sending side")
  func halfCloseThenReset() async throws {
    let (started, ended) = (Mailbox<Void>(), Mailbox<Bool>())
    let service = parkedService(started, ended)
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      client.finishSending()
      await started.next()
      client.reset()
      #expect(await ended.next() == true)
    }
  }
}
