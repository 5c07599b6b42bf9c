// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes

/// A client machine that has sent one request and notes what it is told in return.
struct ClientTranscript {
  private var machine: HTTPClientMachine
  private var transcript = Transcript()
  private var isOver = false

  static func lines(
    _ pieces: [ArraySlice<UInt8>], method: String, endsStream: Bool,
    limits: HTTPLimits = HTTPLimits()
  ) -> [String] {
    var client = ClientTranscript(machine: HTTPClientMachine(limits: limits))
    client.ask(HTTPRequest.Method(method) ?? .get)
    for piece in pieces {
      piece.withUnsafeBytes { client.machine.receive($0) }
      client.poll()
    }
    if endsStream {
      client.machine.receiveEndOfStream()
      client.poll()
    }
    return client.finish()
  }

  private init(machine: HTTPClientMachine) {
    self.machine = machine
  }

  private mutating func ask(_ method: HTTPRequest.Method) {
    guard let authority = HTTPAuthority(parsing: "a.example:443") else { return }
    let target =
      method == .connect ? RequestTarget.authority(authority) : .origin(path: "/", query: nil)
    _ = machine.send(HTTPClientRequest(method: method, target: target, authority: authority))
  }

  private mutating func poll() {
    do throws(HTTPResponseFailure) {
      while !isOver, let event = try machine.nextEvent() { take(event) }
    } catch {
      isOver = true
      transcript.add("failed: \(error)")
    }
  }

  private mutating func take(_ event: HTTPClientEvent) {
    switch event {
    case .informational(let head):
      transcript.add("informational \(head.status)")
      transcript.add(head.fields)
    case .head(let head, let framing):
      transcript.add("head \(head.status) body=\(describe(framing))")
      transcript.add(head.fields)
    case .body(let bytes): transcript.add(content: bytes)
    case .end: transcript.add("end")
    }
  }

  private mutating func finish() -> [String] {
    switch machine.phase {
    case .awaitingHead, .readingBody: transcript.add("more")
    case .closed: transcript.add("closed")
    case .idle: transcript.add("idle")
    case .tunnel: transcript.add(tunnel: machine.takeTunnelBytes())
    case .failed: break
    }
    return transcript.lines
  }

  private func describe(_ framing: HTTPResponseFraming) -> String {
    switch framing {
    case .none: "none"
    case .length(let length): "\(length)"
    case .chunked: "chunked"
    case .untilClose: "until-close"
    case .tunnel: "tunnel"
    }
  }
}
