// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Responses of the server machine")
struct ServerResponseTests {
  /// A request line and fields, a response, and all the bytes it must give.
  struct Row: Sendable {
    let request: String
    let status: HTTPResponse.Status
    let body: HTTPResponseBody
    let expected: String

    init(
      _ request: String, _ status: HTTPResponse.Status, _ body: HTTPResponseBody, _ expected: String
    ) {
      self.request = request
      self.status = status
      self.body = body
      self.expected = expected
    }
  }

  static let hello = HTTPResponseBody.bytes(Array("hello".utf8))

  static let rows = [
    Row("GET / HTTP/1.1", .ok, hello, "200 OK\r\nContent-Length: 5\r\n\r\nhello"),
    Row("GET / HTTP/1.1", .ok, .none, "200 OK\r\nContent-Length: 0\r\n\r\n"),
    Row("GET / HTTP/1.1", 499, .none, "499 \r\nContent-Length: 0\r\n\r\n"),
    Row("HEAD / HTTP/1.1", .ok, hello, "200 OK\r\nContent-Length: 5\r\n\r\n"),
    Row("HEAD / HTTP/1.1", .ok, .length(7), "200 OK\r\nContent-Length: 7\r\n\r\n"),
    Row("HEAD / HTTP/1.1", .ok, .chunked, "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
    Row("GET / HTTP/1.1", .noContent, hello, "204 No Content\r\n\r\n"),
    Row("GET / HTTP/1.1", .notModified, .length(9), "304 Not Modified\r\n\r\n"),
    Row(
      "GET / HTTP/1.1\r\nConnection: close", .ok, .none,
      "200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    Row("GET / HTTP/1.0", .ok, .none, "200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    Row(
      "GET / HTTP/1.0\r\nConnection: keep-alive", .ok, .none,
      "200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"),
    Row("GET / HTTP/1.1", .ok, .chunked, "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    Row(
      "GET / HTTP/1.0\r\nConnection: keep-alive", .ok, .chunked,
      "200 OK\r\nConnection: close\r\n\r\n"),
    Row("CONNECT a:1 HTTP/1.1", .forbidden, .none, "403 Forbidden\r\nContent-Length: 0\r\n\r\n"),
  ]

  @Test("have the framing that the request and the status ask for", arguments: rows)
  func framing(_ row: Row) {
    var machine = serverAfter("\(row.request)\r\nHost: a\r\n\r\n")

    #expect(machine.answer(row.status, body: row.body) == "HTTP/1.1 \(row.expected)")
  }

  @Test("keep their own fields in order and leave framing to the machine")
  func fields() {
    var machine = serverAfter(plainGet)
    var fields: HTTPFields = [.contentType: "text/plain", .contentLength: "99", .eTag: "\"1\""]
    fields.append(HTTPField(name: .setCookie, value: "a=1"))
    fields.append(HTTPField(name: .setCookie, value: "b=2"))
    fields[.transferEncoding] = "gzip"
    fields[.connection] = "keep-alive"

    let bytes = machine.answer(.ok, fields, body: Self.hello)

    let expected = """
      HTTP/1.1 200 OK\r
      Content-Type: text/plain\r
      ETag: "1"\r
      Set-Cookie: a=1\r
      Set-Cookie: b=2\r
      Content-Length: 5\r
      \r
      hello
      """
    #expect(bytes == expected)
  }

  @Test("bring the fields that they share with others behind their own")
  func sharedFields() {
    var machine = serverAfter(plainGet)
    let shared = HTTPFieldBlock([.server: "s", .date: "d"])

    let bytes = machine.respond(
      HTTPResponseHead(status: .ok, fields: [.eTag: "\"1\""]), sharedFields: shared,
      body: Self.hello)

    #expect(
      text(bytes)
        == "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nServer: s\r\nDate: d\r\n"
        + "Content-Length: 5\r\n\r\nhello")
  }

  @Test("announce and chunk content of any length", arguments: [1, 9, 10, 99, 100, 4096, 65_535])
  func numbers(_ count: Int) {
    let content = [UInt8](repeating: 0x61, count: count)
    var machine = serverAfter(plainGet)
    #expect(
      text(machine.respond(HTTPResponseHead(status: .ok), body: .bytes(content)))
        .contains("Content-Length: \(count)\r\n"))
    machine = serverAfter(plainGet)
    _ = machine.respond(HTTPResponseHead(status: .ok), body: .chunked)
    #expect(text(machine.encode(content)).hasPrefix("\(String(count, radix: 16))\r\n"))
  }

  @Test("cannot be split by what is put into a field or a reason")
  func splitting() {
    var machine = serverAfter(plainGet)
    let status = HTTPResponse.Status(code: 200, reasonPhrase: "OK\r\nX-Evil: 1")

    let bytes = machine.answer(status, [.location: "/\r\nX-Evil: 1\r\n\r\n<script>"])

    #expect(!bytes.contains("\r\nX-Evil"))
    #expect(bytes.contains("Location: /  X-Evil: 1    <script>\r\n"))
  }

  @Test("close the connection if they say so themselves")
  func responseCloses() {
    var machine = serverAfter(plainGet + plainGet)

    let bytes = machine.respond(
      HTTPResponseHead(status: .ok, fields: [.connection: "Close"]), body: .none)

    #expect(text(bytes).hasSuffix("Connection: close\r\n\r\n"))
    #expect(machine.finishResponse() == HTTPResponseEnd.closing)
    #expect(machine.phase == .closing)
    #expect(machine.read().heads.isEmpty)
  }

  @Test("count content that is sent past the machine", arguments: [5, 4, 0])
  func skipping(_ byteCount: Int) {
    var machine = serverAfter(plainGet)
    _ = machine.respond(HTTPResponseHead(status: .ok), body: .length(5))
    machine.skipContent(byteCount: byteCount)
    let end = machine.finishResponse()
    #expect(end.bytes.isEmpty)
    #expect(end.next == (byteCount == 5 ? .keepAlive : .close))
  }

  @Test("encode streamed content in the coding that was announced")
  func streaming() {
    let pieces = ["hello", "", " world, this is long"]
    let expected: [(String, HTTPResponseBody, String)] = [
      ("1.1", .length(25), "hello world, this is long"),
      ("1.1", .chunked, "5\r\nhello\r\n14\r\n world, this is long\r\n0\r\n\r\n"),
      ("1.0", .chunked, "hello world, this is long"),
    ]
    for (version, body, content) in expected {
      var machine = serverAfter("GET / HTTP/\(version)\r\nHost: a\r\n\r\n")
      _ = machine.respond(HTTPResponseHead(status: .ok), body: body)
      var bytes = pieces.flatMap { machine.encode(Array($0.utf8)) }
      bytes += machine.finishResponse().bytes
      #expect(text(bytes) == content)
    }
  }

  @Test("swallow streamed content where there must be none")
  func streamingToHead() {
    var machine = serverAfter("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
    _ = machine.respond(HTTPResponseHead(status: .ok), body: .chunked)

    #expect(machine.encode(Array("hello".utf8)).isEmpty)
    #expect(machine.finishResponse().bytes.isEmpty)
    #expect(machine.phase == .idle)
  }

  @Test("close the connection if less came than was announced")
  func shortContent() {
    var machine = serverAfter(plainGet)
    _ = machine.respond(HTTPResponseHead(status: .ok), body: .length(5))
    _ = machine.encode(Array("hell".utf8))

    #expect(machine.finishResponse() == HTTPResponseEnd.closing)
  }

  @Test("close the connection of a client that closed its side meanwhile")
  func endOfStreamWhileResponding() {
    var machine = serverAfter(plainGet)
    _ = machine.respond(HTTPResponseHead(status: .ok), body: .length(1))
    machine.receiveEndOfStream()
    #expect(text(machine.encode([65])) == "A")
    #expect(machine.finishResponse() == HTTPResponseEnd.closing)
  }

  @Test("are owed for every one of many requests, wherever the pieces end", arguments: [997, 5000])
  func manyPipelined(_ pieceBytes: Int) {
    let requests = (0..<2000).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
    let bytes = Array(requests.joined().utf8)
    var machine = HTTPServerMachine()
    var paths: [String?] = []
    for start in stride(from: 0, to: bytes.count, by: pieceBytes) {
      let piece = Array(bytes[start..<min(start + pieceBytes, bytes.count)])
      var heads = machine.read(piece).heads
      while let head = heads.first {
        paths.append(head.target.path)
        _ = machine.answer(.noContent)
        heads = machine.read().heads
      }
    }
    #expect(paths == (0..<2000).map { "/\($0)" })
  }

  @Test("are answered in order, the next head only after the response before it")
  func pipelining() {
    var machine = HTTPServerMachine()
    let first = machine.read("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(first.heads.map(\.target.path) == ["/1"])
    #expect(machine.phase == .responding)

    _ = machine.answer(.ok)

    #expect(machine.phase == .readingHead)
    #expect(machine.read().heads.map(\.target.path) == ["/2"])
  }
}

extension HTTPResponseEnd {
  /// The end of a response that has no ending bytes and closes.
  static var closing: HTTPResponseEnd {
    var machine = serverAfter("GET / HTTP/1.0\r\n\r\n")
    _ = machine.respond(HTTPResponseHead(status: .ok), body: .none)
    return machine.finishResponse()
  }
}
