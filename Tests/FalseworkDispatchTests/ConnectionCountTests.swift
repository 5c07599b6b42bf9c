// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import HTTPTypes
import Testing

@Suite("Many connections", .timeLimit(.minutes(5)), .overEachReadiness)
struct ConnectionCountTests {
  @Test("answers 503 to a connection too many, and recovers")
  func limit() async throws {
    try await withServer {
      $0.connectionCountMax = 2
    } _: { server in
      var admitted: [TestClient] = []
      for _ in 0..<2 {
        let client = try TestClient(port: server.port)
        #expect(try await client.exchange(get()).status == 200)
        admitted.append(client)
      }
      for _ in 0..<20 {
        let excess = try TestClient(port: server.port)
        try await excess.send(get())
        let response = try await excess.response()
        #expect(response.status == 503)
        #expect(response.field("Connection") == "close")
        #expect(await excess.receiveToEnd() == ([], .closed))
      }
      admitted.removeLast()
      var status = 503
      while status == 503 {
        status = try await TestClient(port: server.port).exchange(get()).status
      }
      #expect(status == 200)
    }
  }

  @Test("closes without a word when too many are being turned away")
  func tooManyToTurnAway() async throws {
    try await withServer {
      $0.connectionCountMax = 0
      $0.lingerTimeout = .seconds(3600)
    } _: { server in
      var lingering: [TestClient] = []
      for _ in 0..<256 {
        let client = try TestClient(port: server.port)
        #expect(try await client.response().status == 503)
        lingering.append(client)
      }
      let last = try TestClient(port: server.port)
      #expect(await last.receiveToEnd() == ([], .closed))
      #expect(lingering.count == 256)
    }
  }

  @Test("serves 1,000 connections at the same time")
  func thousand() async throws {
    try await withServer { server in
      let clients = try (0..<1000).map { _ in try TestClient(port: server.port) }
      for round in 0..<2 {
        for client in clients { try await client.send(get("/\(round)")) }
        for client in clients {
          #expect(try await client.response().text == "GET /\(round)  - plain")
        }
      }
    }
  }

  @Test("numbers its connections")
  func numbers() async throws {
    let service = TestService {
      .now(ServerReply(.ok, content: .text("\($0.arrival.connection)")))
    }
    try await withServer(service) { server in
      let first = try TestClient(port: server.port)
      let second = try TestClient(port: server.port)
      let texts = try await [
        first.exchange(get()).text, first.exchange(get()).text, second.exchange(get()).text,
      ]
      #expect(texts[0] == texts[1])
      #expect(texts[0] != texts[2])
    }
  }
}
