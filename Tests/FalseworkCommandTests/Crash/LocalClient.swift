// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import FalseworkJSON
import HTTPTypes

/// Asks a server on this machine, over a connection for each request.
struct LocalClient: Sendable {
  let http: HTTPClient
  /// `http://127.0.0.1:PORT`.
  let base: String
  var key = "audit:secret"

  /// A whole reply.
  struct Reply: Sendable {
    let status: Int
    let content: [UInt8]

    var json: JSONValue { (try? JSONValue.parse(content)) ?? .null }
    var text: String { String(decoding: content, as: UTF8.self) }
  }

  /// The same client with another key.
  func with(key: String) -> LocalClient {
    LocalClient(http: http, base: base, key: key)
  }

  /// Sends a request; throws when no whole reply came.
  func send(
    _ method: HTTPRequest.Method, _ target: String, _ content: [UInt8]? = nil,
    type: String = "application/json"
  ) async throws -> Reply {
    var fields: HTTPFields = [.authorization: "Key \(key)"]
    if content != nil { fields[.contentType] = type }
    var request = OutboundRequest(
      method, try HTTPURL(base + target), fields: fields, content: content)
    // A server that hangs is to be seen as such, however slow the machine is.
    request.timeout = .seconds(60)
    request.replyContentBytesMax = 64 << 20
    let reply = try await http.send(request)
    return Reply(status: reply.status.code, content: reply.content)
  }

  /// The target of an address on whatever port the server had when it gave the address out.
  static func target(of address: String) -> String {
    "/" + address.split(separator: "/", maxSplits: 2)[2]
  }
}
