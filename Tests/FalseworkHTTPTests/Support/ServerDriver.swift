// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes

/// What a server machine handed out for bytes: events, and the refusal that ended them.
struct ServerReading {
  var heads: [HTTPRequestHead] = []
  var content: [UInt8] = []
  var ends = 0
  var refusal: HTTPRefusal?
}

extension HTTPServerMachine {
  /// Feeds text and reads events until the machine waits.
  mutating func read(_ text: String) -> ServerReading {
    read(Array(text.utf8))
  }

  mutating func read(_ bytes: [UInt8] = []) -> ServerReading {
    bytes.withUnsafeBytes { receive($0) }
    var reading = ServerReading()
    do throws(HTTPRefusal) {
      while let event = try nextEvent() {
        switch event {
        case .head(let head): reading.heads.append(head)
        case .body(let bytes): reading.content += bytes
        case .end: reading.ends += 1
        }
      }
    } catch {
      reading.refusal = error
    }
    return reading
  }

  /// Writes a whole response and returns its bytes as text.
  mutating func answer(
    _ status: HTTPResponse.Status, _ fields: HTTPFields = [:], body: HTTPResponseBody = .none
  ) -> String {
    let head = respond(HTTPResponseHead(status: status, fields: fields), body: body)
    return String(decoding: head + finishResponse().bytes, as: UTF8.self)
  }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// A machine that has read one request to its end.
func serverAfter(_ request: String, limits: HTTPLimits = HTTPLimits()) -> HTTPServerMachine {
  var machine = HTTPServerMachine(limits: limits)
  _ = machine.read(request)
  return machine
}

let plainGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
