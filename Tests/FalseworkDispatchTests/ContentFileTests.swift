// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import Glibc
import HTTPTypes
import Testing

@Suite("Request content in files", .timeLimit(.minutes(5)), .overEachReadiness)
struct ContentFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Answers with what the file holds, its size and a digest that is the sum of the bytes.
  private func service(bytesMax: Int = 1 << 20) -> TestService {
    TestService { request in
      let file = request.file.map { file in
        "\(file.byteCount) \(file.digest.first ?? 0) " + (contents(of: file.path) ?? "gone")
      }
      let text = "\(file ?? "none") [\(String(decoding: request.content, as: UTF8.self))]"
      return .now(ServerReply(.ok, content: .text(text)))
    } intake: { [path = folder.path] request in
      guard request.head.target.path != "/memory" else { return .memory }
      return .file(FileIntake(folder: path, bytesMax: bytesMax, digest: SumDigest()))
    }
  }

  @Test("is there whole, however it was cut")
  func eachCut() async throws {
    try await withServer(service()) { server in
      let client = try TestClient(port: server.port)
      let other = try TestClient(port: server.port)
      let requests = [
        post(length: 3) + "abc",
        request("POST", "/", ["Transfer-Encoding: chunked"]) + "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n",
      ]
      for bytes in requests.map({ Array($0.utf8) }) {
        for cut in 1..<bytes.count {
          try await client.send(Array(bytes[..<cut]))
          _ = try await other.exchange(get())
          try await client.send(Array(bytes[cut...]))
          #expect(try await client.response().text == "3 38 abc []")
        }
      }
      #expect(folder.entries.isEmpty)
    }
  }

  @Test("is decided by the head")
  func byHead() async throws {
    try await withServer(service()) { server in
      let client = try TestClient(port: server.port)
      let text = try await client.exchange(
        request("POST", "/memory", ["Content-Length: 2"]) + "hi"
      ).text
      #expect(text == "none [hi]")
      #expect(try await client.exchange(get()).text == "none []")
    }
  }

  @Test("may be larger than what memory takes")
  func larger() async throws {
    let service = TestService { request in
      .now(ServerReply(.ok, content: .text("\(request.file?.byteCount ?? -1)")))
    } intake: { [path = folder.path] _ in
      .file(FileIntake(folder: path))
    }
    try await withServer(service) {
      $0.limits.bodyBytesMax = 10
    } _: { server in
      let client = try TestClient(port: server.port)
      try await client.send(post(length: 3_000_000))
      try await client.send([UInt8](repeating: 0x61, count: 3_000_000))
      #expect(try await client.response().text == "3000000")
    }
  }

  @Test(
    "is refused over the limit of the request, before the client sends it",
    arguments: [false, true])
  func oversized(isChunked: Bool) async throws {
    try await withServer(service(bytesMax: 4)) { server in
      let client = try TestClient(port: server.port)
      if isChunked {
        try await client.send(
          request("POST", "/", ["Transfer-Encoding: chunked"]) + "2\r\nab\r\n3\r\ncde\r\n")
      } else {
        try await client.send(post(length: 5, "Expect: 100-continue"))
      }
      let response = try await client.response()
      #expect(response.status == 413)
      #expect(response.text.contains("4"))
      #expect(await client.receiveToEnd() == ([], .closed))
      #expect(folder.entries.isEmpty)
      let next = try TestClient(port: server.port)
      #expect(try await next.exchange(post(length: 4) + "abcd").text == "4 138 abcd []")
    }
  }

  @Test("is refused over the limit of the server")
  func oversizedForServer() async throws {
    try await withServer(service()) {
      $0.fileBytesMax = 4
    } _: { server in
      let client = try TestClient(port: server.port)
      #expect(try await client.exchange(post(length: 5)).status == 413)
    }
  }

  @Test("is asked for if the client holds it back")
  func expectation() async throws {
    try await withServer(service()) { server in
      let client = try TestClient(port: server.port)
      let interim = try await client.exchange(post(length: 2, "Expect: 100-continue"))
      #expect(interim.status == 100)
      try await client.send("ok")
      #expect(try await client.response().text == "2 218 ok []")
    }
  }

  @Test("leaves no file where it breaks off", arguments: [false, true])
  func brokenOff(isReset: Bool) async throws {
    try await withServer(service()) {
      $0.loopCount = 1
    } _: { server in
      let client = try TestClient(port: server.port)
      let other = try TestClient(port: server.port)
      try await client.send(post(length: 10) + "half")
      _ = try await other.exchange(get())
      #expect(folder.entries.count == 1)
      if isReset {
        client.reset()
      } else {
        client.finishSending()
        #expect(try await client.response().status == 400)
      }
      while !folder.entries.isEmpty { _ = try await other.exchange(get()) }
    }
  }

  @Test("stays where the service has taken it over")
  func released() async throws {
    let service = TestService { request in
      request.file?.release()
      return .now(ServerReply(.ok, content: .text(request.file?.path ?? "none")))
    } intake: { [path = folder.path] _ in
      .file(FileIntake(folder: path))
    }
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      let path = try await client.exchange(post(length: 4) + "kept").text
      client.close()
      _ = await service.finishedExchanges.next()
      #expect(contents(of: path) == "kept")
    }
  }

  @Test("that cannot be kept is refused, with a reason and a fix", arguments: DiskTrouble.all)
  func unkept(_ trouble: DiskTrouble) async throws {
    let service = TestService { _ in
      .now(ServerReply(.ok))
    } intake: { [path = folder.path] _ in
      .file(FileIntake(folder: trouble.folder(path)))
    }
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      let response = try await client.exchange(post(length: 10, "Expect: 100-continue"))
      #expect(response.status == trouble.status)
      #expect(response.text.contains(trouble.mention), "\(response.text)")
      #expect(response.field("Connection") == "close")
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }
}

/// Folders in which nothing can be kept.
struct DiskTrouble: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let folder: @Sendable (String) -> String
  let status: Int
  let mention: String

  static let all = [
    DiskTrouble(
      testDescription: "a missing folder", folder: { $0 + "/none" }, status: 500,
      mention: "No such file or directory; make it a writable folder"),
    DiskTrouble(
      testDescription: "no folder", folder: { _ in "/dev/null" }, status: 500,
      mention: "Not a directory; make it a writable folder"),
  ]
}
