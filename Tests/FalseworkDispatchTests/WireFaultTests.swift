// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Faults on the wire", .timeLimit(.minutes(5)), .overEachReadiness)
struct WireFaultTests {
  /// What a plan makes of a reply with the content `hello`.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: String
    let ending: WireEnding?
    let isWhole: Bool
    let change: @Sendable (inout WirePlan) -> Void

    init(
      _ name: String, _ bytes: String, _ ending: WireEnding?, whole: Bool = false,
      _ change: @escaping @Sendable (inout WirePlan) -> Void
    ) {
      self.name = name
      self.bytes = bytes
      self.ending = ending
      isWhole = whole || ending == nil
      self.change = change
    }

    var testDescription: String { name }
    var performance: FinishedExchange.Performance { ending.map { .ended($0) } ?? .complete }
  }

  private static let hello = Array("hello".utf8)

  private func service(
    _ content: ReplyContent, _ row: Row, _ answered: Mailbox<Void>
  ) -> TestService {
    TestService { request in
      defer { answered.post(()) }
      if request.head.target.path == "/next" {
        return .now(ServerReply(.ok, content: .text("next")))
      }
      return .now(.performed(content, row.change))
    }
  }

  /// Meets the fault, and sees its bytes, its end and what the server says of it.
  private func meet(_ row: Row, _ content: ReplyContent, _ door: Door) async throws {
    let answered = Mailbox<Void>()
    let service = service(content, row, answered)
    try await withServer(service) {
      $0.loopCount = 1
    } _: { server in
      let visitor = try await door.enter(port: server.port)
      try await visitor.send(get())
      switch row.ending {
      case nil:
        #expect(try await visitor.receive(count: row.bytes.utf8.count) == row.bytes)
        try await visitor.send(get("/next"))
        let next = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext"
        #expect(try await visitor.receive(count: next.utf8.count) == next)
      case .stall:
        #expect(try await visitor.receive(count: row.bytes.utf8.count) == row.bytes)
        try await visitor.send(get("/next"))
        await answered.next()
        // On the one loop, the reply has come to its end when this is answered.
        _ = try await TestClient(port: server.port).exchange(get("/next"))
        visitor.client.finishSending()
        #expect(await visitor.client.receiveToEnd().bytes == [])
      case .close: #expect(await visitor.receiveToEnd() == (row.bytes, .closed))
      case .reset: #expect(await visitor.receiveToEnd() == (row.bytes, .reset))
      }
      let finished = try #require(await service.next(for: "/"))
      #expect(finished.performance == row.performance)
      #expect(finished.delivery == (row.isWhole ? .delivered : .cutShort))
      #expect(finished.wireBytes == row.bytes.utf8.count)
      #expect(finished.status == .ok)
    }
  }

  @Test(
    "are the exact bytes and end, whatever the door", arguments: WireFaultTables.known,
    Door.allCases)
  func fromMemory(row: Row, door: Door) async throws {
    try await meet(row, .bytes(Self.hello), door)
  }

  @Test("are the same for content from a file", arguments: WireFaultTables.known)
  func fromFile(row: Row) async throws {
    let file = try TemporaryFile(Array("(hello)".utf8))
    for door in [Door.plain, .filter] {
      try await meet(row, .file(path: file.path, range: 1..<6), door)
    }
  }

  @Test("are the exact bytes and end of streams", arguments: WireFaultTables.streams)
  func fromStream(row: Row) async throws {
    for door in [Door.plain, .filter] {
      try await meet(row, .steps(.text("hel"), .wait(.milliseconds(1)), .text("lo")), door)
    }
  }

  @Test("have the bytes before them out of the way of a reply to HEAD")
  func head() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"
    let service = TestService(
      reply: .performed {
        $0.framing = .length(offset: 2)
        $0.stop = WirePlan.Stop(at: .contentShare(0.5), .reset)
      })
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(request("HEAD", "/"))
      #expect(await client.receiveToEnd() == (Array(head.utf8), .reset))
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.performance == .ended(.reset))
      #expect((finished.contentBytes, finished.wireBytes) == (0, head.utf8.count))
    }
  }

  @Test("have a chunk where the content is empty, and none in answer to HEAD")
  func emptyContent() async throws {
    let service = TestService(reply: .performed(.none) { $0.framing = .malformedChunk(at: 0) })
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(request("HEAD", "/") + get())
      let (bytes, ending) = await client.receiveToEnd()
      let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      #expect(String(decoding: bytes, as: UTF8.self) == "\(head)\(head)oops\r\n0\r\n\r\n")
      #expect(ending == .closed)
    }
  }

  @Test("answer a client of HTTP/1.0 without chunks")
  func http10() async throws {
    let (close, alive) = ("Connection: close\r\n", "Connection: keep-alive\r\n")
    let rows: [(WirePlan.Framing, String, String)] = [
      (.malformedChunk(at: 2), close, "HTTP/1.1 200 OK\r\n\(close)\r\nheoops\r\nllo"),
      (.none, close, "HTTP/1.1 200 OK\r\n\(close)\r\nhello"),
      (.none, alive, "HTTP/1.1 200 OK\r\n\(alive)\r\nhello"),
      (.length(offset: 1), close, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\(close)\r\nhello"),
      (.honest, close, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\(close)\r\nhello"),
    ]
    for (framing, connection, expected) in rows {
      let service = TestService(reply: .performed { $0.framing = framing })
      try await withServer(service) { server in
        let client = try TestClient(port: server.port)
        try await client.send("GET / HTTP/1.0\r\n\(connection)\r\n")
        let (bytes, ending) = await client.receiveToEnd()
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
        #expect(ending == .closed)
      }
    }
  }

  @Test(
    "send megabytes before a reset, all of which arrive", arguments: [false, true],
    [Door.plain, .filter])
  func largeReset(fromFile: Bool, door: Door) async throws {
    let content = (0..<4_000_000).map { UInt8(0x20 + $0 % 0x50) }
    let file = try TemporaryFile(content)
    let service = TestService(
      reply: .performed(
        fromFile ? .file(path: file.path, range: 0..<content.count) : .bytes(content)
      ) {
        $0.stop = WirePlan.Stop(at: .content(3_000_001), .reset)
        $0.alterations = [WirePlan.Alteration(offset: 2_000_000, mask: 1)]
      })
    try await withServer(service) { server in
      let visitor = try await door.enter(port: server.port, .init(receiveBufferBytes: 16 * 1024))
      try await visitor.send(get())
      let (text, ending) = await visitor.receiveToEnd()
      var expected = content[..<3_000_001]
      expected[2_000_000] ^= 1
      let head = "HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n"
      #expect(ending == .reset)
      #expect(text.utf8.elementsEqual(Array(head.utf8) + expected))
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.performance == .ended(.reset))
      #expect(finished.contentBytes == 3_000_001)
      #expect(finished.wireBytes == head.utf8.count + 3_000_001)
    }
  }

  @Test("break a reply that stands in for a file that is none")
  func unusableFile() async throws {
    let service = TestService(
      reply: .performed(.file(path: "/nonexistent", range: 0..<9)) {
        $0.stop = WirePlan.Stop(at: .head(12), .close)
      })
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(await client.receiveToEnd() == (Array("HTTP/1.1 500".utf8), .closed))
      #expect(await service.finishedExchanges.next()?.performance == .ended(.close))
    }
  }

  @Test("come in their turn where requests are pipelined")
  func pipelined() async throws {
    let service = TestService { request in
      let isLast = request.head.target.path == "/last"
      return .now(
        .performed {
          if isLast { $0.stop = WirePlan.Stop(at: .content(0), .reset) }
          $0.pauses = [WirePlan.Pause(at: .content(1), for: .seconds(1))]
        })
    }
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get() + get() + get("/last") + get())
      let head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
      let (bytes, ending) = await client.receiveToEnd()
      #expect(String(decoding: bytes, as: UTF8.self) == "\(head)hello\(head)hello\(head)")
      #expect(ending == .reset)
      for performance in [FinishedExchange.Performance.complete, .complete, .ended(.reset)] {
        #expect(await service.finishedExchanges.next()?.performance == performance)
      }
    }
  }

  @Test("say nothing of replies that have none")
  func without() async throws {
    let service = TestService(reply: ServerReply(.ok, content: .text("hello")))
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      _ = try await client.exchange(get())
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.performance == nil)
      #expect(finished.wireBytes == "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".utf8.count)
    }
  }
}

/// The tables of the suite; apart, since its arguments may not be its own.
enum WireFaultTables {
  typealias Row = WireFaultTests.Row

  private static let status = "HTTP/1.1 200 OK\r\n"
  private static let head = "\(status)Content-Length: 5\r\n\r\n"
  private static let chunked = "\(status)Transfer-Encoding: chunked\r\n\r\n"

  private static func stop(
    _ name: String, _ bytes: String, _ ending: WireEnding, at point: WirePlan.Point,
    whole: Bool = false
  ) -> Row {
    Row("\(name), \(ending)", bytes, ending, whole: whole) {
      $0.stop = WirePlan.Stop(at: point, ending)
    }
  }

  /// Content whose length is known.
  static let known =
    WireEnding.allCases.flatMap { ending in
      [
        stop("nothing", "", ending, at: .start),
        stop("half a head", String(head.prefix(9)), ending, at: .head(9)),
        stop("a head", head, ending, at: .content(0)),
        stop("half a content", "\(head)he", ending, at: .contentShare(0.5)),
        stop("all but a byte", "\(head)hell", ending, at: .beforeEnd(1)),
        stop("all", "\(head)hello", ending, at: .beforeEnd(0), whole: true),
      ]
    } + [
      Row("plain", "\(head)hello", nil) { _ in },
      Row("paced", "\(head)hello", nil) { $0.pace = WirePlan.Pace(bytes: 7, every: .seconds(1)) },
      Row("pauses", "\(head)hello", nil) {
        $0.pauses = [
          WirePlan.Pause(at: .start, for: .seconds(9)), WirePlan.Pause(at: .content(2), for: .zero),
          WirePlan.Pause(at: .beforeEnd(0), for: .seconds(9)),
        ]
      },
      Row("altered", "\(head)hEllO", nil) {
        $0.alterations = [1, 4].map { WirePlan.Alteration(offset: $0, mask: 0x20) }
      },
      Row("garbage", "what?", .close) { $0.substitute = Array("what?".utf8) },
      Row("garbage, then a reset", "wha", .reset) {
        $0.substitute = Array("what?".utf8)
        $0.stop = WirePlan.Stop(at: .content(3), .reset)
      },
      Row("too short a length", "\(status)Content-Length: 3\r\n\r\nhello", nil) {
        $0.framing = .length(offset: -2)
      },
      Row("a length below zero", "\(status)Content-Length: 0\r\n\r\nhello", nil) {
        $0.framing = .length(offset: .min)
      },
      Row("too long a length", "\(status)Content-Length: 7\r\n\r\nhello", .close, whole: true) {
        $0.framing = .length(offset: 2)
      },
      Row(
        "too long a length, hanging", "\(status)Content-Length: 7\r\n\r\nhello", .stall, whole: true
      ) {
        $0.framing = .length(offset: 2)
        $0.stop = WirePlan.Stop(at: .beforeEnd(0), .stall)
      },
      Row("no framing", "\(status)\r\nhello", .close, whole: true) { $0.framing = .none },
      Row("a bad chunk", "\(chunked)2\r\nhe\r\noops\r\n3\r\nllo\r\n0\r\n\r\n", .close, whole: true)
      {
        $0.framing = .malformedChunk(at: 2)
      },
      Row("a bad first chunk", "\(chunked)oops\r\n5\r\nhello\r\n0\r\n\r\n", .close, whole: true) {
        $0.framing = .malformedChunk(at: 0)
      },
    ]

  /// The pieces `hel` and `lo`.
  static let streams =
    WireEnding.allCases.flatMap { ending in
      [
        stop("nothing", "", ending, at: .start),
        stop("half a head", String(chunked.prefix(9)), ending, at: .head(9)),
        stop("a head", chunked, ending, at: .content(0)),
        stop("within a chunk", "\(chunked)3\r\nhe", ending, at: .content(2)),
        stop("between chunks", "\(chunked)3\r\nhel\r\n", ending, at: .content(3)),
        stop("all chunks", "\(chunked)3\r\nhel\r\n2\r\nlo\r\n", ending, at: .contentShare(0.5)),
        stop(
          "all", "\(chunked)3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", ending, at: .beforeEnd(0),
          whole: true),
      ]
    } + [
      Row("plain", "\(chunked)3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", nil) { _ in },
      Row("paced", "\(chunked)3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", nil) {
        $0.pace = WirePlan.Pace(bytes: 1, every: .seconds(1))
      },
      Row("altered", "\(chunked)3\r\nhEl\r\n2\r\nlO\r\n0\r\n\r\n", nil) {
        $0.alterations = [1, 4].map { WirePlan.Alteration(offset: $0, mask: 0x20) }
      },
      Row("garbage", "what?", .close) { $0.substitute = Array("what?".utf8) },
      Row("a length", "\(status)Content-Length: 2\r\n\r\nhello", .close, whole: true) {
        $0.framing = .length(offset: 2)
      },
      Row("no framing", "\(status)\r\nhello", .close, whole: true) { $0.framing = .none },
      Row(
        "a bad chunk", "\(chunked)1\r\nh\r\noops\r\n2\r\nel\r\n2\r\nlo\r\n0\r\n\r\n", .close,
        whole: true
      ) {
        $0.framing = .malformedChunk(at: 1)
      },
    ]
}
