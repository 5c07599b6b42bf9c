// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Finished exchanges", .timeLimit(.minutes(5)), .overEachReadiness)
struct DeliveryTests {
  @Test("tells of each exchange once, with what was sent")
  func delivered() async throws {
    let service = TestService {
      .now(ServerReply(.accepted, content: .bytes($0.content)))
    }
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(post(length: 3) + "abc" + get() + post(length: 1) + "x")
      for _ in 0..<3 { #expect(try await client.response().status == 202) }
      client.close()
      for count in [3, 0, 1] {
        let finished = try #require(await service.finishedExchanges.next())
        #expect(finished.status == .accepted)
        #expect(finished.contentBytes == count)
        #expect(finished.delivery == .delivered)
        #expect(finished.request.content.count == count)
        #expect(finished.duration >= .zero)
      }
      let last = try TestClient(port: server.port)
      _ = try await last.exchange(request("PUT", "/"))
      // Nothing stands between the three and the one that came after.
      #expect(await service.finishedExchanges.next()?.request.head.method == .put)
    }
  }

  @Test("tells replies that went out from those that did not, on one connection")
  func partlyDelivered() async throws {
    let content = [UInt8](repeating: 0x61, count: 32_000_000)
    let service = TestService { request in
      let isLarge = request.head.target.path == "/large"
      return .now(ServerReply(.ok, content: isLarge ? .bytes(content) : .text("small")))
    }
    try await withServer(service) { server in
      let client = try TestClient(
        port: server.port, TestClient.Setup(receiveBufferBytes: 16 * 1024))
      try await client.send(get("/small") + get("/large"))
      #expect(try await client.response().text == "small")
      #expect(try await client.responseHead().status == 200)
      client.reset()
      let small = try #require(await service.finishedExchanges.next())
      #expect(small.delivery == .delivered)
      #expect(small.contentBytes == 5)
      let large = try #require(await service.finishedExchanges.next())
      #expect(large.delivery == .clientGone)
      #expect((1..<content.count).contains(large.contentBytes))
    }
  }
}
