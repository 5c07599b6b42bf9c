// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Tunnels and filters", .timeLimit(.minutes(5)), .overEachReadiness)
struct TunnelTests {
  private static let connect = "CONNECT fal.test:443 HTTP/1.1\r\nHost: fal.test:443\r\n\r\n"
  private static let accepted = Array("HTTP/1.1 200 OK\r\n\r\n".utf8)

  private func open(_ server: HTTPServer) async throws -> TestClient {
    let client = try TestClient(port: server.port)
    try await client.send(Self.connect)
    let reply = try await client.receive(count: Self.accepted.count)
    #expect(reply == Self.accepted)
    return client
  }

  @Test("serves plain requests in a tunnel")
  func plain() async throws {
    try await withServer { server in
      let client = try await open(server)
      for _ in 0..<2 {
        #expect(try await client.exchange(get("/a")).text == "GET /a  fal.test:443 plain")
      }
    }
  }

  @Test("serves requests through a filter", arguments: [false, true])
  func filtered(inTunnel: Bool) async throws {
    try await withServer { server in
      let client = try await inTunnel ? open(server) : TestClient(port: server.port)
      try await client.greet()
      for _ in 0..<2 {
        try await client.sendVeiled(get("/b"))
        let (type, content) = try await client.receiveRecord()
        #expect(type == .data)
        let text = String(decoding: content, as: UTF8.self)
        #expect(text.hasSuffix("\r\n\r\nGET /b  \(inTunnel ? "fal.test:443" : "-") tls"))
      }
    }
  }

  @Test("serves what comes right behind the CONNECT head", arguments: [false, true])
  func leftover(throughFilter: Bool) async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      let first =
        throughFilter
        ? ToyFilter.hello + ToyFilter.records(Array(get("/c").utf8)) : Array(get("/c").utf8)
      try await client.send(Array(Self.connect.utf8) + first)
      let reply = try await client.receive(count: Self.accepted.count)
      #expect(reply == Self.accepted)
      if throughFilter {
        #expect(try await client.receiveRecord().type == .hello)
        let content = try await client.receiveRecord().content
        #expect(String(decoding: content, as: UTF8.self).hasSuffix("GET /c  fal.test:443 tls"))
      } else {
        #expect(try await client.response().text == "GET /c  fal.test:443 plain")
      }
    }
  }

  @Test("refuses a tunnel with the service's reply, and closes")
  func refused() async throws {
    let service = TestService(
      tunnel: { .refuse(ServerReply(.forbidden, content: .text("not \($0.host)"))) })
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      let response = try await client.exchange(Self.connect)
      #expect(response.status == 403)
      #expect(response.text == "not fal.test")
      #expect(response.field("Connection") == "close")
      #expect(await client.receiveToEnd() == ([], .closed))
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.status == .forbidden)
      #expect(finished.delivery == .delivered)
    }
  }

  @Test("opens no tunnel in a tunnel", arguments: [false, true])
  func nested(throughFilter: Bool) async throws {
    let service = TestService(reply: ServerReply(.ok))
    try await withServer(service) { server in
      let client = try await open(server)
      if throughFilter {
        try await client.greet()
        try await client.sendVeiled(Self.connect)
        let content = try await client.receiveRecord().content
        #expect(String(decoding: content, as: UTF8.self).hasPrefix("HTTP/1.1 501 "))
      } else {
        #expect(try await client.exchange(Self.connect).status == 501)
      }
      #expect(await service.finishedExchanges.next()?.status == .notImplemented)
    }
  }

  @Test("opens no tunnel through a filter")
  func connectThroughFilter() async throws {
    try await withServer(TestService(reply: ServerReply(.ok))) { server in
      let client = try TestClient(port: server.port)
      try await client.greet()
      try await client.sendVeiled(Self.connect)
      let content = try await client.receiveRecord().content
      #expect(String(decoding: content, as: UTF8.self).hasPrefix("HTTP/1.1 501 "))
    }
  }

  @Test("closes when there is no filter for a handshake", arguments: [false, true])
  func noFilter(inTunnel: Bool) async throws {
    try await withServer(TestService(filter: { _ in .end(.close) })) { server in
      let client = try await inTunnel ? open(server) : TestClient(port: server.port)
      try await client.send(ToyFilter.hello)
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }
}
