// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes
import Testing

/// Inputs that would take minutes in a debug build if the work grew with the square of their size.
@Suite("Linear time", .timeLimit(.minutes(5)))
struct LinearTimeTests {
  private static let size = 1 << 19
  private static let limits = HTTPLimits(
    requestLineBytesMax: 2 * size, headBytesMax: 4 * size, fieldCountMax: 60_000,
    bodyBytesMax: 8 * size)

  @Test("holds for a request line that comes byte by byte")
  func longLine() {
    let target = String(repeating: "a", count: Self.size)
    #expect(heads("GET /\(target) HTTP/1.1\r\nHost: a\r\n\r\n", pieceBytes: 1) == 1)
  }

  @Test("holds for many fields that come byte by byte")
  func manyFields() {
    let fields = String(repeating: "X: 1\r\n", count: 50_000)
    #expect(heads("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n", pieceBytes: 1) == 1)
  }

  @Test("holds for tiny chunks that come in one piece or byte by byte", arguments: [1, 1 << 30])
  func tinyChunks(_ pieceBytes: Int) {
    let chunks = String(repeating: "1\r\na\r\n", count: Self.size / 4)
    let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    #expect(heads("\(head)\(chunks)0\r\n\r\n", pieceBytes: pieceBytes) == 1)
  }

  @Test("holds for many pipelined requests that come in one piece")
  func pipelined() {
    let requests = String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 30_000)
    #expect(heads(requests, pieceBytes: 1 << 30) == 30_000)
  }

  @Test("holds for content that comes in small pieces")
  func content() {
    let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(4 * Self.size)\r\n\r\n"
    let content = String(repeating: "a", count: 4 * Self.size)
    #expect(heads(head + content, pieceBytes: 3) == 1)
  }

  private func heads(_ text: String, pieceBytes: Int) -> Int {
    let bytes = Array(text.utf8)
    var machine = HTTPServerMachine(limits: Self.limits)
    var ends = 0
    for start in stride(from: 0, to: bytes.count, by: pieceBytes) {
      bytes[start..<min(start + pieceBytes, bytes.count)].withUnsafeBytes { machine.receive($0) }
      while let event = try? machine.nextEvent() {
        guard case .end = event else { continue }
        ends += 1
        _ = machine.answer(.noContent)
      }
    }
    return ends
  }
}
