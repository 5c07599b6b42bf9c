// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import HTTPTypes
import Testing

@Suite("Doors") struct DoorTests {
  struct Door: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let target: String
    var fields: [(String, String)] = []
    /// What the queue's and the CDN's URLs begin with; PORT stands for the port.
    let queue: String
    let cdn: String
  }

  static let doors = [
    Door(
      testDescription: "the bare address", target: "/fal-ai/trellis",
      queue: "http://127.0.0.1:PORT/fal-ai/trellis/requests/",
      cdn: "http://127.0.0.1:PORT/v3b.fal.media/files/"),
    Door(
      testDescription: "a host mount", target: "/queue.fal.run/fal-ai/trellis",
      queue: "http://127.0.0.1:PORT/queue.fal.run/fal-ai/trellis/requests/",
      cdn: "http://127.0.0.1:PORT/v3b.fal.media/files/"),
    Door(
      testDescription: "another name of this machine", target: "/fal-ai/trellis",
      fields: [("Host", "mock.internal:99")],
      queue: "http://mock.internal:99/fal-ai/trellis/requests/",
      cdn: "http://mock.internal:99/v3b.fal.media/files/"),
    Door(
      testDescription: "fal's own name in Host", target: "/fal-ai/trellis",
      fields: [("Host", "queue.fal.run")],
      queue: "http://queue.fal.run/fal-ai/trellis/requests/",
      cdn: "http://v3b.fal.media/files/"),
    Door(
      testDescription: "a plain forward proxy", target: "http://queue.fal.run/fal-ai/trellis",
      fields: [("Host", "queue.fal.run")],
      queue: "http://queue.fal.run/fal-ai/trellis/requests/",
      cdn: "http://v3b.fal.media/files/"),
    Door(
      testDescription: "x-fal-target-url on any path", target: "/api/fal/proxy?x=1",
      fields: [("X-Fal-Target-Url", "https://queue.fal.run/fal-ai/trellis?fal_max=1")],
      queue: "http://127.0.0.1:PORT/queue.fal.run/fal-ai/trellis/requests/",
      cdn: "http://127.0.0.1:PORT/v3b.fal.media/files/"),
    Door(
      testDescription: "x-fal-target-url with a URL of ours", target: "/",
      fields: [("x-fal-target-url", "http://127.0.0.1:1/queue.fal.run/fal-ai/trellis")],
      queue: "http://127.0.0.1:PORT/queue.fal.run/fal-ai/trellis/requests/",
      cdn: "http://127.0.0.1:PORT/v3b.fal.media/files/"),
  ]

  @Test("URLs in replies mirror the door", arguments: doors)
  func mirror(door: Door) async throws {
    try await withServer { server, client in
      func expected(_ text: String) -> String {
        text.replacing("PORT", with: String(server.port))
      }
      let reply = try await client.send("POST", door.target, fields: door.fields, body: smallInput)
      #expect(reply.status == 200)
      let id = try #require(reply.json["request_id"]?.stringValue)
      #expect(reply.json["response_url"]?.stringValue == expected(door.queue) + id)
      #expect(reply.json["status_url"]?.stringValue == expected(door.queue) + id + "/status")
      #expect(reply.json["cancel_url"]?.stringValue == expected(door.queue) + id + "/cancel")

      let fields = door.fields.map { name, value in
        (name, value.replacing("/trellis", with: "/trellis/requests/\(id)"))
      }
      let target =
        door.target.contains("/trellis") ? door.target + "/requests/\(id)" : door.target
      let result = try await client.send("GET", target, fields: fields)
      let url = try #require(result.json["model_mesh"]?["url"]?.stringValue)
      #expect(url.hasPrefix(expected(door.cdn)))
    }
  }

  @Test(
    "a host that is not fal's is refused with an explanation",
    arguments: [
      ("GET", "http://example.com/", "example.com", []),
      ("POST", "/proxy", nil, [("x-fal-target-url", "https://api.openai.com/v1")]),
      ("POST", "/proxy", nil, [("x-fal-target-url", "https://queue.fal.run.evil.example/x")]),
    ] as [(String, String, String?, [(String, String)])])
  func foreignHost(
    method: String, target: String, host: String?, fields: [(String, String)]
  ) async throws {
    try await withServer { _, client in
      let fields = fields + (host.map { [("Host", $0)] } ?? [])
      let reply = try await client.send(method, target, fields: fields)
      #expect(reply.status == 403)
      #expect(reply.json["detail"]?.stringValue?.contains("NO_PROXY") == true)
    }
  }

  @Test("a target URL that is none is told what it should be")
  func badTargetURL() async throws {
    try await withServer { _, client in
      for value in ["queue.fal.run/x", "ftp://queue.fal.run/", "https://", "https://a b/"] {
        let reply = try await client.send("GET", "/", fields: [("x-fal-target-url", value)])
        #expect(reply.status == 400 || reply.status == 403)
        #expect(reply.json["detail"]?.stringValue?.isEmpty == false)
      }
    }
  }

  @Test(
    "CONNECT leads to fal's hosts only",
    arguments: [
      ("queue.fal.run:443", 200), ("rest.alpha.fal.ai:443", 200), ("v3c.fal.media:443", 200),
      ("queue.falrun.com:443", 200), ("example.com:443", 403), ("fal.run.example:443", 403),
      ("169.254.169.254:80", 403),
    ])
  func connect(authority: String, status: Int) async throws {
    try await withServer { _, client in
      let request = "CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\r\n"
      // In the tunnel follows a request in plain HTTP, which ends the connection.
      let inner = "GET / HTTP/1.1\r\nHost: fal.ai\r\nConnection: close\r\n\r\n"
      let text = String(
        decoding: try await client.exchange(Array((request + inner).utf8)), as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 \(status) "))
      if status == 200 { #expect(text.contains("\r\n\r\nHTTP/1.1 404 ")) }
    }
  }

  @Test("a second CONNECT inside a tunnel is refused")
  func nestedConnect() async throws {
    try await withServer { _, client in
      let request = "CONNECT fal.run:443 HTTP/1.1\r\nHost: fal.run\r\n\r\n"
      let text = String(
        decoding: try await client.exchange(
          Array((request + request.replacing("Host", with: "Connection: close\r\nHost")).utf8)),
        as: UTF8.self)
      #expect(text.contains("\r\n\r\nHTTP/1.1 501 "))
    }
  }

  @Test(
    "the control interface answers to loopback names only",
    arguments: [
      ("127.0.0.1:4010", 200), ("localhost", 200), ("LOCALHOST:1", 200), ("[::1]:80", 200),
      ("127.1.2.3", 200), ("evil.example", 403), ("127.0.0.1.evil.example", 403),
      ("localhost.evil.example", 403), ("10.0.0.1", 403),
    ])
  func controlGuard(host: String, status: Int) async throws {
    try await withServer { _, client in
      let reply = try await client.send("GET", "/_falsework/health", fields: [("Host", host)])
      #expect(reply.status == status)
      #expect(reply.fields[.accessControlAllowOrigin] == nil || status == 403)
    }
  }

  @Test("health says ok and the version")
  func health() async throws {
    try await withServer { _, client in
      let reply = try await client.send("GET", "/_falsework/health")
      #expect(reply.text == #"{"status":"ok","version":"0.1.0"}"#)
      #expect(try await client.send("POST", "/_falsework/health").status == 405)
      #expect(try await client.send("GET", "/_falsework/nothing").status == 404)
      let elsewhere = try await client.send(
        "GET", "/_falsework/health", fields: [("Host", "queue.fal.run")])
      #expect(elsewhere.status != 200)
    }
  }

  @Test("a browser's preflight is answered on each door")
  func preflight() async throws {
    try await withServer { _, client in
      for path in ["/fal-ai/trellis", "/queue.fal.run/fal-ai/trellis/requests/x/cancel"] {
        let reply = try await client.send(
          "OPTIONS", path,
          fields: [("Origin", "https://app.example"), ("Access-Control-Request-Method", "PUT")])
        #expect(reply.status == 204)
        #expect(reply.fields[.accessControlAllowOrigin] == "*")
        #expect(reply.fields[.accessControlAllowMethods]?.contains("PUT") == true)
      }
    }
  }

  @Test("the OpenAPI document is served by the site, and null for an unknown endpoint")
  func document() async throws {
    try await withServer { _, client in
      let path = "/fal.ai/api/openapi/queue/openapi.json?endpoint_id="
      for id in ["fal-ai/trellis", "fal-ai%2Ftrellis"] {
        let reply = try await client.send("GET", path + id)
        #expect(reply.status == 200)
        #expect(
          reply.json["info"]?["x-fal-metadata"]?["endpointId"]?.stringValue == "fal-ai/trellis")
      }
      for id in ["fal-ai/nothing", "", "%zz"] {
        let reply = try await client.send("GET", path + id)
        #expect(reply.status == 404)
        #expect(reply.text == "null")
      }
    }
  }
}
