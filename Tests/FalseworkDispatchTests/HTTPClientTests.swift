// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

/// What a peer may say wrong, and what the client makes of it.
enum BadReply {
  static let cases: [(text: String, code: HTTPClientError.Code)] = [
    ("", .broken),
    ("HTTP/1.1 200 OK\r\nContent-Le", .broken),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", .broken),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", .broken),
    ("220 mail.example.com ESMTP\r\n\r\n", .malformed),
    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", .malformed),
    ("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nabcde", .malformed),
    ("HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 2000))\r\n\r\n", .tooLarge),
    ("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + body(101), .tooLarge),
    ("HTTP/1.1 200 OK\r\n\r\n" + body(101), .tooLarge),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + body(101), .tooLarge),
  ]

  static func body(_ count: Int) -> String { String(repeating: "b", count: count) }
}

@Suite("The HTTP client", .timeLimit(.minutes(5)), .overEachReadiness)
struct HTTPClientTests {
  private func url(_ port: Int, _ rest: String = "/hook?a=b") throws -> HTTPURL {
    try HTTPURL("http://127.0.0.1:\(port)\(rest)")
  }

  @Test("sends method, target, fields and content, and takes the whole reply")
  func exchange() async throws {
    let content = Array(repeating: UInt8(ascii: "x"), count: 1_000_000)
    let service = TestService { request in
      .now(
        ServerReply(
          .accepted, fields: [.server: request.head.fields[.userAgent] ?? "-"],
          content: .bytes(request.content)))
    }
    try await withServer(service) { server in
      try await withClient { client in
        let request = OutboundRequest(
          .put, try url(server.port), fields: [.userAgent: "tests"], content: content)
        let reply = try await client.send(request)
        #expect(reply.status == .accepted)
        #expect(reply.fields[.server] == "tests")
        #expect(reply.content == content)
      }
    }
  }

  @Test("writes one head, with the URL's host and an end of the connection")
  func head() async throws {
    let peer = try ScriptedPeer(.say("HTTP/1.1 204 No Content\r\n\r\n"))
    try await withClient { client in
      let reply = try await client.send(
        OutboundRequest(.post, try HTTPURL("http://LOCALHOST:\(peer.port)?a#b"), content: []))
      #expect(reply.status == .noContent)
      let head = await peer.request.next()
      #expect(
        head == "POST /?a HTTP/1.1\r\nHost: localhost:\(peer.port)\r\nConnection: close\r\n"
          + "Content-Length: 0\r\n\r\n")
    }
  }

  @Test("speaks through a filter to a host, when the URL is https")
  func filtered() async throws {
    try await withServer { server in
      try await withClient(security: { _ in ToyClientFilter() }) { client in
        let reply = try await client.send(
          OutboundRequest(.get, try HTTPURL("https://localhost:\(server.port)/b")))
        #expect(String(decoding: reply.content, as: UTF8.self) == "GET /b  - tls")
      }
    }
  }

  @Test(
    "takes a reply through a filter for whole only if its end is told", arguments: [true, false])
  func endThroughFilter(isTold: Bool) async throws {
    let reply = ToyFilter.records(Array("HTTP/1.1 200 OK\r\n\r\nabc".utf8))
    let end = isTold ? ToyFilter.record(.alert, ToyFilter.closeNotice) : []
    let peer = try ScriptedPeer(.tell(ToyFilter.hello + reply + end))
    try await withClient(security: { _ in ToyClientFilter() }) { client in
      let request = OutboundRequest(.get, try HTTPURL("https://127.0.0.1:\(peer.port)/"))
      if isTold {
        #expect(try await client.send(request).content == Array("abc".utf8))
      } else {
        await expect(.broken, of: client, request)
      }
    }
  }

  @Test("says why there is no filter", arguments: [ToyFilter.nonsense, []])
  func noFilter(bytes: [UInt8]) async throws {
    let peer = try ScriptedPeer(.tell(bytes))
    try await withClient(security: { _ in ToyClientFilter() }) { client in
      await expect(
        .tls, of: client, OutboundRequest(.get, try HTTPURL("https://127.0.0.1:\(peer.port)/")))
    }
  }

  @Test("takes replies that end with the connection, and passes interim ones over")
  func untilClose() async throws {
    let peer = try ScriptedPeer(
      .say("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\nall of it"))
    try await withClient { client in
      let reply = try await client.send(OutboundRequest(.get, try url(peer.port)))
      #expect(reply.content == Array("all of it".utf8))
    }
  }

  @Test("tells what is wrong with a reply", arguments: BadReply.cases)
  func badReply(text: String, code: HTTPClientError.Code) async throws {
    let peer = try ScriptedPeer(.say(text))
    try await withClient { client in
      var request = OutboundRequest(.get, try url(peer.port))
      request.replyHeadBytesMax = 1000
      request.replyContentBytesMax = 100
      let error = await #expect(throws: HTTPClientError.self) { try await client.send(request) }
      #expect(error?.code == code, "\(error.map(String.init(describing:)) ?? "")")
      #expect(error?.description.contains("127.0.0.1:\(peer.port)") == true)
    }
  }

  @Test("cuts content off at the limit, where that is wanted", arguments: [99, 100, 101])
  func cut(count: Int) async throws {
    let body = BadReply.body(count)
    let peer = try ScriptedPeer(.say("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n\(body)"))
    try await withClient { client in
      var request = OutboundRequest(.get, try url(peer.port))
      request.replyContentBytesMax = 100
      request.overlong = .cut
      #expect(try await client.send(request).content.count == min(count, 100))
    }
  }

  @Test("says that nothing listens, that nothing answers, and that nobody may go there")
  func noReply() async throws {
    let refusing = try ScriptedPeer(.refusing)
    let silent = try ScriptedPeer(.wait)
    try await withClient { client in
      var patient = OutboundRequest(.get, try url(silent.port))
      patient.timeout = .milliseconds(30)
      await expect(.timedOut, of: client, patient)
      await expect(.refused, of: client, OutboundRequest(.get, try url(refusing.port)))
      await expect(.tls, of: client, OutboundRequest(.get, try HTTPURL("https://127.0.0.1:1/")))
      await expect(
        .unresolved, of: client, OutboundRequest(.get, try HTTPURL("http://no.such.invalid/")))
    }
    try await withClient(addresses: .publicOnly) { client in
      await expect(.forbidden, of: client, OutboundRequest(.get, try url(silent.port)))
      await expect(.forbidden, of: client, OutboundRequest(.get, try HTTPURL("http://[::1]/")))
    }
  }

  @Test("tries the next address of a name where nothing listens on the first")
  func nextAddress() async throws {
    try await withServer(TestService()) {
      $0.host = "::1"
    } _: { server in
      try await withClient { client in
        let reply = try await client.send(
          OutboundRequest(.get, try HTTPURL("http://localhost:\(server.port)/c")))
        #expect(reply.status == .ok)
      }
    }
  }

  @Test("gives up when its task is cancelled and when it is stopped")
  func givingUp() async throws {
    let (first, second) = (try ScriptedPeer(.wait), try ScriptedPeer(.wait))
    let client = try HTTPClient(.ofTest())
    let (one, two) = (try url(first.port), try url(second.port))
    let cancelled = Task { try await client.send(OutboundRequest(.get, one)) }
    _ = await first.request.next()
    cancelled.cancel()
    await #expect(throws: HTTPClientError.self) { try await cancelled.value }
    let stopped = Task { try await client.send(OutboundRequest(.get, two)) }
    _ = await second.request.next()
    await client.stop()
    await #expect(throws: HTTPClientError.self) { try await stopped.value }
    await expect(.stopped, of: client, OutboundRequest(.get, two))
  }

  @Test("has no more requests under way than its limit")
  func busy() async throws {
    let peer = try ScriptedPeer(.wait)
    var configuration = HTTPClientConfiguration.ofTest()
    configuration.requestCountMax = 1
    let client = try HTTPClient(configuration)
    let target = try url(peer.port)
    let first = Task { try await client.send(OutboundRequest(.get, target)) }
    _ = await peer.request.next()
    await expect(.busy, of: client, OutboundRequest(.get, target))
    await client.stop()
    await #expect(throws: HTTPClientError.self) { try await first.value }
  }

  private func expect(
    _ code: HTTPClientError.Code, of client: HTTPClient, _ request: OutboundRequest
  ) async {
    let error = await #expect(throws: HTTPClientError.self) { try await client.send(request) }
    #expect(error?.code == code, "\(error.map(String.init(describing:)) ?? "")")
  }
}

extension HTTPClientConfiguration {
  static func ofTest(
    addresses: AddressPolicy = .anywhere, security: Security? = nil
  ) -> HTTPClientConfiguration {
    var configuration = HTTPClientConfiguration()
    configuration.readiness = .ofTest
    configuration.addresses = addresses
    configuration.security = security
    return configuration
  }
}

/// Runs a test with a client that is stopped afterwards.
private func withClient(
  addresses: AddressPolicy = .anywhere, security: HTTPClientConfiguration.Security? = nil,
  _ test: (HTTPClient) async throws -> Void
) async throws {
  let client = try HTTPClient(.ofTest(addresses: addresses, security: security))
  do {
    try await test(client)
  } catch {
    await client.stop()
    throw error
  }
  await client.stop()
}
