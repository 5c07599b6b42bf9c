// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Request content", .timeLimit(.minutes(5)), .overEachReadiness)
struct RequestContentTests {
  @Test("takes a request that comes byte by byte")
  func byteByByte() async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      for byte in (post(length: 5) + "hello").utf8 { try await client.send([byte]) }
      #expect(try await client.response().text == "POST / hello - plain")
    }
  }

  @Test("takes a request at each cut")
  func eachCut() async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      let other = try TestClient(port: server.port)
      let bytes = Array((post(length: 3) + "abc").utf8)
      for cut in 1..<bytes.count {
        try await client.send(Array(bytes[..<cut]))
        _ = try await other.exchange(get())
        try await client.send(Array(bytes[cut...]))
        #expect(try await client.response().text == "POST / abc - plain")
      }
    }
  }

  @Test("takes content of several megabytes")
  func largeContent() async throws {
    let service = TestService { .now(ServerReply(.ok, content: .bytes($0.content))) }
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try await client.send(Array(post(length: content.count).utf8) + content)
      #expect(try await client.response().body == content)
    }
  }

  @Test("asks for the content that a client holds back")
  func expectation() async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      let interim = try await client.exchange(post(length: 2, "Expect: 100-continue"))
      #expect(interim.status == 100)
      try await client.send("ok")
      #expect(try await client.response().text == "POST / ok - plain")
    }
  }

  @Test("answers 413 to content over the limit, and the sending client can read it")
  func oversizedContent() async throws {
    try await withServer {
      $0.limits.bodyBytesMax = 1000
    } _: { server in
      let client = try TestClient(port: server.port)
      try await client.send(post(length: 4_000_000))
      try await client.send([UInt8](repeating: 0x61, count: 4_000_000))
      let response = try await client.response()
      #expect(response.status == 413)
      #expect(response.field("Connection") == "close")
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }

  @Test("answers 400 when the client stops in the middle of the content")
  func truncatedContent() async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      try await client.send(post(length: 10) + "half")
      client.finishSending()
      #expect(try await client.response().status == 400)
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }
}
