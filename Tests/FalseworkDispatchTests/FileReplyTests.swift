// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import Glibc
import HTTPTypes
import Testing

@Suite("Replies from files", .timeLimit(.minutes(5)), .overEachReadiness)
struct FileReplyTests {
  private static let content = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

  private func serving(_ path: String, _ range: Range<Int>) -> TestService {
    TestService(reply: ServerReply(.ok, content: .file(path: path, range: range)))
  }

  @Test(
    "sends the part of a file",
    arguments: [0..<1_000_000, 0..<0, 0..<1, 999_999..<1_000_000, 131_071..<393_217, 10..<10])
  func part(range: Range<Int>) async throws {
    let file = try TemporaryFile(Self.content)
    let service = serving(file.path, range)
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      for _ in 0..<2 {
        let response = try await client.exchange(get())
        #expect(response.status == 200)
        #expect(response.body.elementsEqual(Self.content[range]))
        let finished = try #require(await service.finishedExchanges.next())
        #expect(finished.contentBytes == range.count)
        #expect(finished.delivery == .delivered)
      }
    }
  }

  @Test("answers what is pipelined behind a file")
  func pipelining() async throws {
    let file = try TemporaryFile(Self.content)
    try await withServer(serving(file.path, 0..<300_000)) { server in
      let client = try TestClient(port: server.port)
      try await client.send(String(repeating: get(), count: 5))
      for _ in 0..<5 { #expect(try await client.response().body.count == 300_000) }
    }
  }

  @Test("sends the length but not the content to HEAD")
  func head() async throws {
    let file = try TemporaryFile(Self.content)
    let service = serving(file.path, 0..<1000)
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      let response = try await client.exchange(request("HEAD", "/"))
      #expect(response.field("Content-Length") == "1000")
      #expect(await service.finishedExchanges.next()?.contentBytes == 0)
      #expect(try await client.exchange(request("HEAD", "/")).status == 200)
    }
  }

  @Test(
    "answers 500 for what is no file of that length",
    arguments: ["/nonexistent/file", "/tmp", "/dev/null", "/dev/tty", ""], [0..<10, -1..<3])
  func unusable(path: String, range: Range<Int>) async throws {
    let service = serving(path, range)
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      #expect(try await client.exchange(get()).status == 500)
      #expect(await service.finishedExchanges.next()?.status == .internalServerError)
      #expect(try await client.exchange(get()).status == 500)
    }
  }

  @Test("answers 500 for a file that is too short")
  func tooShort() async throws {
    let file = try TemporaryFile(Self.content)
    try await withServer(serving(file.path, 0..<1_000_001)) { server in
      let client = try TestClient(port: server.port)
      #expect(try await client.exchange(get()).status == 500)
    }
  }

  @Test("answers 500 for a named pipe and does not wait for its other end")
  func namedPipe() async throws {
    let file = try TemporaryFile()
    unlink(file.path)
    try #require(mkfifo(file.path, 0o600) == 0)
    try await withServer(serving(file.path, 0..<0)) { server in
      let client = try TestClient(port: server.port)
      #expect(try await client.exchange(get()).status == 500)
    }
  }

  @Test("ends the connection short when the file shrinks under way")
  func shrinking() async throws {
    let length = 64 << 20
    let file = try TemporaryFile(length: length)
    let service = serving(file.path, 0..<length)
    try await withServer(service) { server in
      let client = try TestClient(
        port: server.port, TestClient.Setup(receiveBufferBytes: 16 * 1024))
      try await client.send(get())
      let head = try await client.responseHead()
      #expect(head.status == 200)
      file.shrink(to: 10)
      let rest = await client.receiveToEnd()
      #expect(rest.bytes.count < length)
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.delivery == .cutShort)
      #expect(finished.contentBytes < length)
    }
  }
}
