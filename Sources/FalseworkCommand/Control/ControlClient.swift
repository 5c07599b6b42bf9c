// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import HTTPTypes

/// Asks the control interface of a running server.
struct ControlClient: Sendable {
  /// The URL of the interface, without a slash at its end.
  let base: String
  /// What the interface wants to be shown, if anything.
  let token: String?

  /// The most that is read of an answer, in bytes.
  private static let answerBytesMax = 256 << 20
  /// How long an answer may take: advancing the clock may be long.
  private static let patience = Duration.seconds(120)

  /// Asks the server for something, and returns what it says; its refusals are failures.
  func ask(
    _ method: HTTPRequest.Method, _ path: String, query: [(name: String, value: String)] = [],
    body: [UInt8]? = nil
  ) async throws -> [UInt8] {
    let parameters = query.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
    let text = "\(base)/\(path)" + (parameters.isEmpty ? "" : "?\(parameters)")
    guard let url = try? HTTPURL(text) else {
      throw CommandFailure("\(text) is no URL of a control interface", status: .usage)
    }
    var request = OutboundRequest(method, url, content: body)
    if body != nil { request.fields[.contentType] = "application/json" }
    if let token { request.fields[.authorization] = "Bearer \(token)" }
    request.timeout = Self.patience
    request.replyContentBytesMax = Self.answerBytesMax
    let reply = try await request.reply()
    guard reply.status.kind == .successful else {
      let detail = (try? JSONValue.parse(reply.content))?["detail"]?.stringValue
      throw CommandFailure(detail ?? "\(url) answers \(reply.status.code)")
    }
    return reply.content
  }

  /// Escapes everything but unreserved characters (RFC 3986 §2.3).
  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let isUnreserved =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-._~".utf8.contains(byte)
      if isUnreserved { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
