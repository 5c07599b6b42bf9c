// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes
import Testing

/// What a request gives must not depend on the one before it, however alike they are.
@Suite("A head much like the one before")
struct RepeatedHeadTests {
  static let head = "GET /status HTTP/1.1\r\nHost: a\r\nAuthorization: Key a:b\r\n\r\n"
  static let long =
    "GET /\(String(repeating: "x", count: 1500)) HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\n"
  static let post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n"

  static let pairs: [(String, String)] = [
    (head, head),
    (head, head.replacing("a:b", with: "a:c")),
    (head, head.replacing("GET", with: "PUT")),
    (head, head.replacing("/status", with: "/statu")),
    (head, "\r\n" + head),
    ("\r\n" + head, head),
    (head, head.replacing("\r\n\r\n", with: "\r\nX: 1\r\n\r\n")),
    (head, head.replacing("\r\n\r\n", with: "\r\nContent-Length: 0\r\n\r\n")),
    (head, head.replacing("HTTP/1.1", with: "HTTP/1.0")),
    (head, head.replacing("Host: a", with: "Host:  a")),
    (long, long),
    (long, long.replacing("X: 1", with: "X: 2")),
    (post + "abc", post + "xyz"),
    (post + "abc", post.replacing("3", with: "4") + "wxyz"),
  ]

  @Test("is read as a first one would be", arguments: pairs)
  func pair(first: String, second: String) {
    let alone = lines(second, Cutting.whole)
    for cutting in [Cutting.whole, Cutting.byteByByte] {
      #expect(lines(first + second, cutting) == lines(first, cutting) + alone)
    }
  }

  @Test("is awaited to its last byte")
  func part() {
    let head = Array(Self.head.utf8)
    for count in 1..<head.count {
      let lines = ServerTranscript.lines(
        Cutting.whole(head + head.prefix(count)), endsStream: false)
      #expect(lines == self.lines(Self.head, Cutting.whole) + ["more"], "\(count) bytes")
    }
  }

  private func lines(
    _ text: String, _ cutting: ([UInt8]) -> [ArraySlice<UInt8>]
  ) -> [String] {
    ServerTranscript.lines(cutting(Array(text.utf8)), endsStream: false)
  }
}
