// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkTLS
import Testing

@Suite("A handshake")
struct HandshakeTests {
  static let versions: [TLSVersion] = [.tls12, .tls13]

  @Test(
    "succeeds in each version, whole, byte by byte and cut",
    arguments: versions, [Int.max, 1, 7])
  func succeeds(version: TLSVersion, cut: Int) throws {
    var pair = try TLSStage().pair(versions: version...version)

    pair.run(cut: cut)

    #expect(pair.client.state == .open)
    #expect(pair.server.state == .open)
    let agreed = try #require(pair.server.filter.parameters)
    #expect(agreed.version == version)
    #expect(agreed.applicationProtocol == "http/1.1")
    #expect(agreed.isResumed == false)
    #expect(pair.client.filter.parameters == agreed)
  }

  @Test("prefers TLS 1.3 and tells nothing before its end")
  func prefersNewest() throws {
    var pair = try TLSStage().pair()
    #expect(pair.server.filter.parameters == nil)
    #expect(pair.server.filter.serverName == nil)

    pair.run()

    #expect(pair.server.filter.parameters?.version == .tls13)
    #expect(pair.server.filter.parameters?.cipherSuite.hasPrefix("TLS_") == true)
  }

  @Test("delivers a request that comes together with the client's last message")
  func earlyRequest() throws {
    var pair = try TLSStage().pair(versions: .tls13 ... .tls13)
    pair.server.receive(pair.client.takeOutbound())
    pair.client.receive(pair.server.takeOutbound())
    try #require(pair.client.state == .open)

    pair.client.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
    pair.server.receive(pair.client.takeOutbound())

    #expect(pair.server.state == .open)
    #expect(pair.server.plaintext == Array("GET / HTTP/1.1\r\n\r\n".utf8))
  }

  @Test("is resumed by a ticket, across filters of one context", arguments: versions)
  func resumption(version: TLSVersion) throws {
    let stage = try TLSStage()
    let client = try stage.client(version...version)
    var ticket: TLSSessionTicket?

    for expected in [false, true, true] {
      let session = try client.makeSession(name: "fal.run", now: testNow, resuming: ticket)
      var pair = TLSPair(client: session, server: try stage.server.makeFilter(defaultName: nil))
      pair.run()
      #expect(pair.server.filter.parameters?.isResumed == expected)
      #expect(pair.client.filter.parameters?.isResumed == expected)
      #expect(pair.server.filter.serverName == "fal.run")
      let latest = try #require(session.ticket)
      ticket = latest
    }
  }

  @Test("ignores a ticket of another server and starts afresh", arguments: versions)
  func foreignTicket(version: TLSVersion) throws {
    let stage = try TLSStage()
    let client = try stage.client(version...version)
    let first = try client.makeSession(name: "fal.run", now: testNow)
    var pair = TLSPair(client: first, server: try stage.server.makeFilter(defaultName: nil))
    pair.run()
    let other = try TLSServerContext(
      authority: stage.authority, defaultNames: [], now: { testNow })

    let second = try client.makeSession(name: "fal.run", now: testNow, resuming: first.ticket)
    pair = TLSPair(client: second, server: try other.makeFilter(defaultName: nil))
    pair.run()

    #expect(pair.server.state == .open)
    #expect(pair.server.filter.parameters?.isResumed == false)
  }

  @Test("goes on beside many others on one context")
  func manyThreads() async throws {
    let stage = try TLSStage()
    let client = try stage.client()

    let agreed = try await withThrowingTaskGroup(of: String?.self) { group in
      for index in 0..<64 {
        group.addTask {
          let session = try client.makeSession(name: "host\(index % 16).test", now: testNow)
          let filter = try stage.server.makeFilter(defaultName: nil)
          var pair = TLSPair(client: session, server: filter)
          pair.run(cut: 100)
          return pair.server.state == .open ? filter.serverName : nil
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }

    #expect(agreed == Set((0..<16).map { "host\($0).test" }))
  }

  @Test("outlives the context that made its filter")
  func contextGone() throws {
    let filter: TLSFilter
    let session: TLSClientSession
    do {
      let stage = try TLSStage()
      filter = try stage.server.makeFilter(defaultName: nil)
      session = try stage.client().makeSession(name: "fal.run", now: testNow)
    }

    var pair = TLSPair(client: session, server: filter)
    pair.run()

    #expect(pair.server.state == .open)
  }

  @Test(
    "agrees on HTTP/1.1, else HTTP/1.0, and serves clients without ALPN",
    arguments: [
      (["h2", "http/1.1"], "http/1.1"), (["http/1.0", "http/1.1"], "http/1.1"),
      (["http/1.0"], "http/1.0"), (["h2", "http/1.0"], "http/1.0"), ([], nil),
    ] as [([String], String?)])
  func applicationProtocol(offers: [String], expected: String?) throws {
    var pair = try TLSStage().pair(protocols: offers)
    pair.run()
    #expect(pair.server.state == .open)
    #expect(pair.client.filter.parameters?.applicationProtocol == expected)
  }

  @Test(
    "refuses clients that offer other protocols only",
    arguments: versions,
    [["h2"], ["http/1.10"], ["http/1."], ["x\u{8}http/1.1"], ["spdy/3", "h3"]])
  func foreignProtocol(version: TLSVersion, offers: [String]) throws {
    var pair = try TLSStage().pair(versions: version...version, protocols: offers)
    pair.run()
    let reason = "the client offers by ALPN neither http/1.1 nor http/1.0"
    #expect(pair.server.state == .failed(reason))
    #expect(pair.client.state == .failed(reason))
  }
}
