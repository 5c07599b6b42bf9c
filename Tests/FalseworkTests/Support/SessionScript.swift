// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Foundation

/// What one session asks, one step a round, and what it knows of its jobs.
struct SessionScript: Sendable {
  enum Step: Sendable {
    case submit(String)
    case status(Int)
    case result(Int)
    case cancel(Int)
  }

  /// A request, ready to be sent.
  struct Request: Sendable {
    let session: Int
    let bytes: [UInt8]
  }

  private static let strange = "/fal-ai/trellis/requests/0190c0de-0000-7000-8000-000000000000"

  let session: Int
  let steps: [Step]
  /// The paths of the jobs that were accepted, or of none where the reply was lost.
  private var jobs: [String] = []

  init(session: Int, steps: [Step]) {
    self.session = session
    self.steps = steps
  }

  /// The request of a round; its bytes depend on nothing but what the session has learnt.
  func request(_ round: Int) -> Request {
    let (method, path, body) =
      switch steps[round] {
      case .submit(let body): ("POST", "/fal-ai/trellis", body)
      case .status(let job): ("GET", self.path(of: job) + "/status", "")
      case .result(let job): ("GET", self.path(of: job), "")
      case .cancel(let job): ("PUT", self.path(of: job) + "/cancel", "")
      }
    var lines = [
      "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Authorization: Key session-\(session):word",
    ]
    if method != "GET" { lines.append("Content-Length: \(body.utf8.count)") }
    if !body.isEmpty { lines.append("Content-Type: application/json") }
    return Request(
      session: session, bytes: Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
  }

  /// Learns from a reply.
  mutating func learn(_ reply: RawReply?, _ round: Int) {
    guard case .submit = steps[round] else { return }
    let url = reply?.json["response_url"]?.stringValue.flatMap(URL.init(string:))
    jobs.append(url?.path ?? Self.strange)
  }

  private func path(of job: Int) -> String { jobs.indices.contains(job) ? jobs[job] : Self.strange }
}

/// A reply as it came on a connection that stays open.
struct RawReply: Sendable {
  let content: [UInt8]

  var json: JSONValue { (try? JSONValue.parse(content)) ?? .null }
}

/// A thread with a connection of its own, which is opened anew when the server has ended it.
final class Lane: @unchecked Sendable {
  private let port: Int
  private let queue: DispatchQueue
  private var connection: RawConnection?

  init(port: Int, number: Int) {
    self.port = port
    queue = DispatchQueue(label: "tests.lane.\(number)")
  }

  deinit { connection?.close() }

  /// Sends a request and returns its reply; `nil` where the connection ended before it.
  func send(_ bytes: [UInt8]) async throws -> RawReply? {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try self.sendBlocking(bytes) }) }
    }
  }

  private func sendBlocking(_ bytes: [UInt8]) throws -> RawReply? {
    let connection = try self.connection ?? RawConnection(port: port)
    self.connection = connection
    connection.send(bytes)
    var received: [UInt8] = []
    while let piece = connection.receive() {
      received += piece
      if let reply = Self.reply(in: received) { return reply }
    }
    connection.close()
    self.connection = nil
    return nil
  }

  private static func reply(in bytes: [UInt8]) -> RawReply? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return nil }
    let head = text[..<end.lowerBound].lowercased()
    let length = head.firstMatch(of: /content-length: ([0-9]+)/).flatMap { Int($0.1) } ?? 0
    let content = Array(text[end.upperBound...].utf8)
    return content.count >= length ? RawReply(content: content) : nil
  }
}
