// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench
import Testing

@Suite("The response reader")
struct ResponseReaderTests {
  /// Feeds text in pieces of a size, and returns the replies in the order of their ends.
  private func replies(
    _ text: String, piece: Int, _ reader: inout ResponseReader
  ) throws(ResponseFault) -> [ResponseReader.Reply] {
    var replies: [ResponseReader.Reply] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let bytes = Array(rest.prefix(piece))
      rest = rest.dropFirst(piece)
      let progress = try bytes.withUnsafeBufferPointer { buffer throws(ResponseFault) in
        try reader.receive(UnsafeRawBufferPointer(buffer))
      }
      if case .complete(let reply) = progress { replies.append(reply) }
    }
    return replies
  }

  private func replies(
    _ text: String, piece: Int = .max
  ) throws(ResponseFault) -> [ResponseReader.Reply] {
    var reader = ResponseReader()
    return try replies(text, piece: piece, &reader)
  }

  private static let accepted = """
    HTTP/1.1 202 Accepted\r
    Content-Type: application/json\r
    Content-Length: 11\r
    Server: falsework\r
    \r
    hello world
    """

  @Test("finds the end of a reply at any cut", arguments: 1...130)
  func cut(piece: Int) throws {
    let replies = try replies(Self.accepted, piece: piece)
    #expect(replies == [.init(status: 202, contentBytes: 11, surplusBytes: 0)])
  }

  @Test("reads one reply after the other, at any cut that falls between them")
  func several() throws {
    var reader = ResponseReader()
    let other = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"
    for piece in [1, 7, Int.max, 2, Int.max] {
      #expect(try replies(Self.accepted, piece: piece, &reader).map(\.status) == [202])
      #expect(try replies(other, piece: piece, &reader).map(\.status) == [404])
    }
  }

  @Test("counts what comes after the end", arguments: [1, 12, 5000])
  func surplus(count: Int) throws {
    let text = Self.accepted + String(repeating: "x", count: count)
    #expect(try replies(text).map(\.surplusBytes) == [count])
    let small = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    #expect(try replies(small + "H").map(\.surplusBytes) == [1])
  }

  @Test(
    "reads heads as servers write them",
    arguments: [
      ("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200),
      ("HTTP/1.0 503 Service Unavailable\r\ncontent-length:0\r\n\r\n", 503),
      ("HTTP/1.1 404 \r\nCONTENT-LENGTH: \t 0 \r\n\r\n", 404),
      ("HTTP/1.1 200 OK\r\nX-Content-Length: 9\r\nContent-Length: 0\r\n\r\n", 200),
      ("HTTP/1.1 200 OK\r\nContent-Lengths: 9\r\nContent-Length: 0\r\n\r\n", 200),
      ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n", 200),
    ])
  func heads(text: String, status: Int) throws {
    for piece in [1, Int.max] {
      let expected = ResponseReader.Reply(status: status, contentBytes: 0, surplusBytes: 0)
      #expect(try replies(text, piece: piece) == [expected])
    }
  }

  @Test(
    "refuses what it cannot measure",
    arguments: [
      ("SSH-2.0-OpenSSH\r\n", .notHTTP), ("HTTP/2 200\r\n\r\n", .notHTTP), ("x", .notHTTP),
      ("HTTP/1.1 20\r\n\r\n", .notHTTP), ("HTTP/1.1 2x0 OK\r\n\r\n", .notHTTP),
      ("HTTP/1.1\r\nContent-Length: 0\r\n\r\n", .notHTTP),
      ("HTTP/1.1 200 OK\r\n\r\n", .noContentLength),
      ("HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n", .badContentLength),
      ("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n", .badContentLength),
      ("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n", .badContentLength),
      ("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999\r\n\r\n", .badContentLength),
      ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .badContentLength),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .transferCoding),
    ] as [(String, ResponseFault)])
  func faults(text: String, fault: ResponseFault) {
    for piece in [1, Int.max] {
      #expect(throws: fault) { try replies(text, piece: piece) }
    }
  }

  @Test("refuses a head of one byte too many", arguments: [1, 1000, Int.max])
  func headLimit(piece: Int) throws {
    let (start, end) = ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: ", "\r\n\r\n")
    let room = ResponseReader.headBytesMax - start.utf8.count - end.utf8.count
    for (count, isRead) in [(room, true), (room + 1, false)] {
      let text = start + String(repeating: "x", count: count) + end
      if isRead {
        #expect(try replies(text, piece: piece).count == 1)
      } else {
        #expect(throws: ResponseFault.headTooLong) { try replies(text, piece: piece) }
      }
    }
  }
}
