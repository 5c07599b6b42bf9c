// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes

/// A server machine that answers each request with 204 and notes what it was told.
struct ServerTranscript {
  private var machine: HTTPServerMachine
  private var transcript = Transcript()
  private var tunnel: [UInt8]?
  private var isOver = false

  static func lines(
    _ pieces: [ArraySlice<UInt8>], endsStream: Bool, limits: HTTPLimits = HTTPLimits()
  ) -> [String] {
    var server = ServerTranscript(machine: HTTPServerMachine(limits: limits))
    for piece in pieces { server.receive(piece) }
    if endsStream {
      server.machine.receiveEndOfStream()
      server.poll()
    }
    return server.finish()
  }

  private init(machine: HTTPServerMachine) {
    self.machine = machine
  }

  private mutating func receive(_ piece: ArraySlice<UInt8>) {
    if tunnel != nil {
      tunnel?.append(contentsOf: piece)
      return
    }
    piece.withUnsafeBytes { machine.receive($0) }
    poll()
  }

  private mutating func poll() {
    do throws(HTTPRefusal) {
      while !isOver, let event = try machine.nextEvent() { take(event) }
    } catch {
      isOver = true
      transcript.add("refused \(error.status.code): \(error)")
      _ = machine.refuse(error)
    }
  }

  private mutating func take(_ event: HTTPServerEvent) {
    switch event {
    case .head(let head):
      transcript.add(describe(head))
      transcript.add(head.fields)
    case .body(let bytes): transcript.add(content: bytes)
    case .end:
      transcript.add("end")
      answer()
    }
  }

  private mutating func answer() {
    if transcript.lines.last(where: { $0.hasPrefix("head ") })?.hasPrefix("head CONNECT") == true {
      tunnel = machine.openTunnel().leftover
      isOver = true
      return
    }
    _ = machine.respond(HTTPResponseHead(status: .noContent), body: .none)
    isOver = machine.finishResponse().next == .close
    if isOver { transcript.add("close") }
  }

  private mutating func finish() -> [String] {
    if let tunnel { transcript.add(tunnel: tunnel) }
    switch machine.phase {
    case .readingHead, .readingBody: transcript.add("more")
    case .closed: transcript.add("closed")
    case .idle where transcript.lines.isEmpty: transcript.add("idle")
    case .idle, .responding, .draining, .tunnel, .refusing, .closing: break
    }
    transcript.flush()
    return transcript.lines
  }

  private func describe(_ head: HTTPRequestHead) -> String {
    let form =
      switch head.target {
      case .origin: "origin"
      case .absolute: "absolute"
      case .authority: "authority"
      case .asterisk: "asterisk"
      }
    let body =
      switch head.body {
      case .none: "none"
      case .length(let length): "\(length)"
      case .chunked: "chunked"
      }
    return "head \(head.method) \(form) \(head.target) \(head.version)"
      + " host=\(head.authority?.description ?? "none") body=\(body)"
      + (head.keepsAlive ? " keep-alive" : " close")
      + (head.expectsContinue ? " expects-continue" : "")
  }
}
