// Falsework
// SPDX-License-Identifier: MIT

import Dispatch
import FalseworkHTTP
import FalseworkJSON
import Foundation
import HTTPTypes

/// A client that speaks raw HTTP/1.1 to a port of this machine, one connection a call.
///
/// The blocking calls run on threads of their own, so that the server's tasks are never starved.
struct WireClient: Sendable {
  let port: Int
  var key: String? = "tests:secret"

  struct Response: Sendable {
    let status: Int
    let fields: HTTPFields
    let content: [UInt8]

    var text: String { String(decoding: content, as: UTF8.self) }
    var json: JSONValue { (try? JSONValue.parse(content)) ?? .null }
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Sends a request to a path of the server itself.
  func send(
    _ method: String, _ target: String, fields: [(String, String)] = [], body: String? = nil
  ) async throws -> Response {
    var lines = ["\(method) \(target) HTTP/1.1"]
    if !fields.contains(where: { $0.0.lowercased() == "host" }) {
      lines.append("Host: 127.0.0.1:\(port)")
    }
    if let key { lines.append("Authorization: Key \(key)") }
    lines += fields.map { "\($0): \($1)" }
    if let body {
      if !fields.contains(where: { $0.0.lowercased() == "content-type" }) {
        lines.append("Content-Type: application/json")
      }
      lines.append("Content-Length: \(body.utf8.count)")
    }
    lines.append("Connection: close")
    let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
    return try Self.response(
      to: method, in: await exchange(Array((head + (body ?? "")).utf8)))
  }

  /// Sends bytes as they are and returns everything that comes back until the server closes.
  func exchange(_ bytes: [UInt8]) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "tests.wire").async {
        continuation.resume(with: Result { try Self.exchangeBlocking(bytes, port) })
      }
    }
  }

  /// Sends bytes as they are and hands on what comes back as it comes, until the server closes.
  func follow(_ bytes: [UInt8]) -> AsyncStream<[UInt8]> {
    AsyncStream { continuation in
      DispatchQueue(label: "tests.wire").async {
        defer { continuation.finish() }
        guard let connection = try? RawConnection(port: port) else { return }
        defer { connection.close() }
        connection.send(bytes)
        while let piece = connection.receive() { continuation.yield(piece) }
      }
    }
  }

  /// Reads the one response in what a server sent.
  static func response(to method: String, in bytes: [UInt8]) throws -> Response {
    var machine = HTTPClientMachine()
    guard let method = HTTPRequest.Method(method), let authority = HTTPAuthority(parsing: "x")
    else { throw Failure(description: "not a method") }
    _ = machine.send(
      HTTPClientRequest(
        method: method, target: .origin(path: "/", query: nil), authority: authority),
      body: .none)
    bytes.withUnsafeBytes { machine.receive($0) }
    machine.receiveEndOfStream()
    var head: HTTPResponseHead?
    var content: [UInt8] = []
    while let event = try machine.nextEvent() {
      switch event {
      case .informational: continue
      case .head(let received, _): head = received
      case .body(let bytes): content += bytes
      case .end:
        guard let head else { break }
        return Response(status: head.status.code, fields: head.fields, content: content)
      }
    }
    throw Failure(description: "no whole response in \(String(decoding: bytes, as: UTF8.self))")
  }

  private static func exchangeBlocking(_ bytes: [UInt8], _ port: Int) throws -> [UInt8] {
    let connection = try RawConnection(port: port)
    defer { connection.close() }
    connection.send(bytes)
    var received: [UInt8] = []
    while let piece = connection.receive() { received += piece }
    return received
  }
}
