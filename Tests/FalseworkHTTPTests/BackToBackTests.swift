// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("A client and a server machine wired back to back")
struct BackToBackTests {
  /// One exchange: what each side sends, and in which pieces the bytes travel.
  struct Exchange: Sendable {
    let method: HTTPRequest.Method
    let request: HTTPMessageBody
    let response: HTTPMessageBody
    let content: [UInt8]
  }

  static let content = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

  static let exchanges: [Exchange] = [HTTPRequest.Method.get, .post, .head, .put].flatMap {
    method in
    let bodies: [HTTPMessageBody] = [.none, .bytes(content), .length(content.count), .chunked]
    return bodies.flatMap { request in
      bodies.map { Exchange(method: method, request: request, response: $0, content: content) }
    }
  }

  @Test("understand each other whatever the framing", arguments: [1, 7, 100, 100_000])
  func understanding(_ pieceBytes: Int) throws {
    var wire = Wire(pieceBytes: pieceBytes)
    for exchange in Self.exchanges {
      try wire.carry(exchange)

      let hasContent = exchange.method != .head && exchange.response != .none
      #expect(wire.receivedByServer == (exchange.request == .none ? [] : Self.content))
      #expect(wire.receivedByClient == (hasContent ? Self.content : []))
      #expect(wire.status == .accepted)
    }
    #expect(wire.isIdle)
  }
}

/// Two machines and what has come through between them.
private struct Wire {
  let pieceBytes: Int
  private var client = HTTPClientMachine()
  private var server = HTTPServerMachine()
  private(set) var receivedByServer: [UInt8] = []
  private(set) var receivedByClient: [UInt8] = []
  private(set) var status: HTTPResponse.Status?

  init(pieceBytes: Int) {
    self.pieceBytes = pieceBytes
  }

  var isIdle: Bool { client.phase == .idle && server.phase == .idle }

  mutating func carry(_ exchange: BackToBackTests.Exchange) throws {
    (receivedByServer, receivedByClient, status) = ([], [], nil)
    let authority = try #require(HTTPAuthority(parsing: "a.example:8080"))
    let request = HTTPClientRequest(
      method: exchange.method, target: .origin(path: "/p", query: "q"), authority: authority,
      fields: [.userAgent: "test"])
    var bytes = client.send(request, body: exchange.request)
    if isStreamed(exchange.request) {
      for piece in cut(exchange.content) { bytes += client.encode(Array(piece)) }
      bytes += client.finishRequest()
    }
    try deliverToServer(bytes, exchange)
  }

  private mutating func deliverToServer(
    _ bytes: [UInt8], _ exchange: BackToBackTests.Exchange
  ) throws {
    for piece in cut(bytes) {
      piece.withUnsafeBytes { server.receive($0) }
      while let event = try server.nextEvent() {
        switch event {
        case .head(let head): #expect(head.authority?.port == 8080)
        case .body(let bytes): receivedByServer += bytes
        case .end: try deliverToClient(answer(exchange))
        }
      }
    }
  }

  private mutating func answer(_ exchange: BackToBackTests.Exchange) -> [UInt8] {
    var bytes = server.respond(HTTPResponseHead(status: .accepted), body: exchange.response)
    if isStreamed(exchange.response) {
      for piece in cut(exchange.content) { bytes += server.encode(Array(piece)) }
    }
    return bytes + server.finishResponse().bytes
  }

  private mutating func deliverToClient(_ bytes: [UInt8]) throws {
    for piece in cut(bytes) {
      piece.withUnsafeBytes { client.receive($0) }
      while let event = try client.nextEvent() {
        switch event {
        case .informational: Issue.record("nothing interim was sent")
        case .head(let head, _): status = head.status
        case .body(let bytes): receivedByClient += bytes
        case .end: break
        }
      }
    }
  }

  private func isStreamed(_ body: HTTPMessageBody) -> Bool {
    switch body {
    case .none, .bytes: false
    case .length, .chunked: true
    }
  }

  private func cut(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    stride(from: 0, to: bytes.count, by: pieceBytes).map {
      bytes[$0..<min($0 + pieceBytes, bytes.count)]
    }
  }
}
