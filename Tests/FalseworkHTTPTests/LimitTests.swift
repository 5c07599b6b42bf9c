// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Limits")
struct LimitTests {
  /// One limit with requests that have an amount of what it bounds.
  struct Bound: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let status: Int
    let set: @Sendable (inout HTTPLimits, Int) -> Void
    let request: @Sendable (Int) -> String
  }

  static let bounds = [
    Bound(
      testDescription: "request line", status: 414, set: { $0.requestLineBytesMax = $1 },
      request: { "GET /\(pad($0 - 14)) HTTP/1.1\r\nHost: a\r\n\r\n" }),
    Bound(
      testDescription: "head", status: 431, set: { $0.headBytesMax = $1 },
      request: { "GET / HTTP/1.1\r\nHost: a\r\nX: \(pad($0 - 32))\r\n\r\n" }),
    Bound(
      testDescription: "field count", status: 431, set: { $0.fieldCountMax = $1 },
      request: { "GET / HTTP/1.1\r\nHost: a\r\n\(lines($0 - 1))\r\n" }),
    Bound(
      testDescription: "length of content", status: 413, set: { $0.bodyBytesMax = $1 },
      request: { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \($0)\r\n\r\n\(pad($0))" }),
    Bound(
      testDescription: "chunked content", status: 413, set: { $0.bodyBytesMax = $1 },
      request: {
        chunked("3\r\nabc\r\n\(String($0 - 3, radix: 16))\r\n\(pad($0 - 3))\r\n0\r\n\r\n")
      }),
    Bound(
      testDescription: "chunk extensions", status: 400, set: { $0.chunkExtensionBytesMax = $1 },
      request: { chunked("1;\(pad(9))\r\na\r\n1;\(pad($0 - 11))\r\nb\r\n0\r\n\r\n") }),
    Bound(
      testDescription: "trailers", status: 431, set: { $0.trailerBytesMax = $1 },
      request: { chunked("0\r\nX: \(pad($0 - 7))\r\n\r\n") }),
    Bound(
      testDescription: "trailer count", status: 431, set: { $0.fieldCountMax = $1 },
      request: { chunked("0\r\n\(lines($0))\r\n") }),
  ]

  @Test("of content can be narrowed once the head is known", arguments: [false, true])
  func narrowed(isChunked: Bool) throws {
    for (limit, isAccepted) in [(5, true), (6, true), (4, false)] {
      var machine = HTTPServerMachine()
      let text =
        isChunked
        ? chunked("2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n")
        : "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde"
      Array(text.utf8).withUnsafeBytes { machine.receive($0) }
      _ = try machine.nextEvent()
      let result = Result { () throws(HTTPRefusal) in
        try machine.limitContent(to: limit)
        while let event = try machine.nextEvent(), event != .end {}
      }
      if isAccepted {
        #expect(throws: Never.self) { try result.get() }
        continue
      }
      let refusal = #expect(throws: HTTPRefusal.self) { try result.get() }
      #expect(refusal?.reason == .message(.contentTooLarge(limit: limit)))
      #expect(throws: HTTPRefusal.self) { try machine.nextEvent() }
      #expect(machine.continueBytes().isEmpty)
      let refused = try machine.refuse(#require(refusal))
      #expect(String(decoding: refused, as: UTF8.self).hasPrefix("HTTP/1.1 413 "))
    }
  }

  @Test("accept what is below or at them and refuse one more", arguments: bounds, [40, 300])
  func boundary(_ bound: Bound, _ amount: Int) {
    for (offset, status) in [(-1, 204), (0, 204), (1, bound.status)] {
      var limits = HTTPLimits()
      bound.set(&limits, amount)
      let bytes = Array(bound.request(amount + offset).utf8)
      for pieces in [Cutting.whole(bytes), Cutting.byteByByte(bytes)] {
        let last = ServerTranscript.lines(pieces, endsStream: false, limits: limits).last
        #expect(
          status == 204 ? last == "end" : last?.hasPrefix("refused \(status):") == true,
          "\(offset) to \(amount)")
      }
    }
  }

  @Test("end a head that never ends, as soon as they are reached", arguments: [0, 1, 2])
  func endless(_ field: Int) {
    let starts = ["GET /", "GET / HTTP/1.1\r\nHost: a\r\nX: ", chunked("0\r\nX: ")]
    var machine = HTTPServerMachine()
    _ = machine.read(starts[field])
    let block = Array(repeating: UInt8(ascii: "a"), count: 1024)
    var refusal: HTTPRefusal?
    for _ in 0..<66 where refusal == nil { refusal = machine.read(block).refusal }
    #expect(refusal?.status.code == [414, 431, 431][field])
  }

  @Test("end a line at the very byte that cannot belong to it any more")
  func firstByteTooMany() {
    var machine = HTTPServerMachine(limits: HTTPLimits(requestLineBytesMax: 10))
    // The eleventh byte may still be the CR of a line that is as long as allowed.
    #expect(machine.read("GET /aaaaa\r").refusal == nil)
    #expect(machine.read("a").refusal?.reason == .requestLineTooLong(limit: 10))
  }

  @Test("hold for responses too")
  func responses() {
    var limits = HTTPLimits()
    limits.bodyBytesMax = 4
    for (text, isFine) in [("body", true), ("body!", false)] {
      for head in ["Content-Length: \(text.count)\r\n", ""] {
        let bytes = Array("HTTP/1.1 200 OK\r\n\(head)\r\n\(text)".utf8)
        let lines = ClientTranscript.lines(
          Cutting.byteByByte(bytes), method: "GET", endsStream: true, limits: limits)
        #expect(lines.contains("end") == isFine)
        #expect((lines.last?.hasPrefix("failed: the content is longer than 4") == true) != isFine)
      }
    }
  }

  @Test("stop reading while pipelined bytes wait, and go on when their turn has come")
  func pipelinedBytes() {
    var machine = HTTPServerMachine(limits: HTTPLimits(pipelinedBytesMax: plainGet.utf8.count))
    _ = machine.read(plainGet)
    #expect(machine.wantsBytes)

    _ = machine.read(plainGet)
    #expect(!machine.wantsBytes)

    _ = machine.answer(.ok)
    #expect(machine.wantsBytes)
  }

  private static func pad(_ count: Int) -> String { String(repeating: "x", count: max(count, 0)) }
  private static func lines(_ count: Int) -> String { String(repeating: "X: 1\r\n", count: count) }
}

private func chunked(_ content: String) -> String {
  "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(content)"
}
