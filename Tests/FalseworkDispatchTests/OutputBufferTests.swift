// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import Glibc
import Testing

@Suite("The output buffer")
struct OutputBufferTests {
  @Test("sends what is appended, in order, and counts it")
  func order() throws {
    let pair = try SocketPair()
    var buffer = OutputBuffer()
    #expect(buffer.isEmpty)
    buffer.append([1, 2])
    buffer.withBytes { $0.append(3) }
    #expect(buffer.count == 3)
    #expect(buffer.end == 3)
    #expect(buffer.send(to: pair.near) == .drained)
    #expect(buffer.isEmpty)
    #expect(buffer.sentTotal == 3)
    #expect(pair.read(count: 10) == [1, 2, 3])
  }

  @Test("keeps what the system does not take")
  func blocked() throws {
    let pair = try SocketPair()
    var buffer = OutputBuffer()
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 3) }
    buffer.append(bytes)
    #expect(buffer.send(to: pair.near) == .blocked(progress: true))
    #expect(buffer.send(to: pair.near) == .blocked(progress: false))
    #expect(buffer.count + Int(buffer.sentTotal) == bytes.count)
    var received: [UInt8] = []
    while received.count < bytes.count {
      received += pair.read(count: 70_000)
      _ = buffer.send(to: pair.near)
    }
    #expect(received == bytes)
    #expect(buffer.isEmpty)
  }

  @Test("sends a part of a file behind its bytes, and is full until then")
  func file() throws {
    let pair = try SocketPair()
    let content = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 5) }
    let file = try TemporaryFile(content)
    var buffer = OutputBuffer()
    buffer.append([1, 2, 3])
    buffer.append(try #require(FileContent(path: file.path, range: 7..<1_999_999)))
    #expect(buffer.isFull)
    #expect(buffer.count == 3 + 1_999_992)
    let end = buffer.end
    var received: [UInt8] = []
    while received.count < Int(end) {
      _ = buffer.send(to: pair.near)
      #expect(buffer.end == end)
      received += pair.read(count: 300_000)
    }
    #expect(received == [1, 2, 3] + content[7..<1_999_999])
    #expect(buffer.isEmpty)
    #expect(!buffer.isFull)
    #expect(buffer.sentTotal == end)
  }

  @Test("tells when a file ends before its part does")
  func shrunkFile() throws {
    let pair = try SocketPair()
    let file = try TemporaryFile([1, 2, 3, 4])
    var buffer = OutputBuffer()
    buffer.append(try #require(FileContent(path: file.path, range: 0..<4)))
    file.shrink(to: 2)
    #expect(buffer.send(to: pair.near) == .partly)
    #expect(buffer.send(to: pair.near) == .cutShort)
    #expect(pair.read(count: 10) == [1, 2])
  }

  @Test("tells when the connection is gone")
  func gone() throws {
    let pair = try SocketPair()
    shutdown(pair.far, CInt(SHUT_RD))
    var buffer = OutputBuffer()
    buffer.append([1])
    #expect(buffer.send(to: pair.near) == .failed)
    #expect(buffer.count == 1)
  }

  @Test("stays bounded while it is never quite empty")
  func bounded() throws {
    let pair = try SocketPair()
    var buffer = OutputBuffer()
    buffer.append([UInt8](repeating: 1, count: 1_000_000))
    var storedCountMax = 0
    for _ in 0..<2000 {
      let room = pair.read(count: 10_000).count
      #expect(buffer.send(to: pair.near) != .drained)
      buffer.append([UInt8](repeating: 1, count: room))
      storedCountMax = max(storedCountMax, buffer.storedCount)
    }
    #expect(storedCountMax < 3_000_000)
  }
}
