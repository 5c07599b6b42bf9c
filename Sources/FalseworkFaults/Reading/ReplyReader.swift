// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import HTTPTypes

/// Reads the replies of a scenario's own.
enum ReplyReader {
  /// The longest content, in bytes.
  static let bytesMax = 1 << 20

  static func reply(_ node: ScenarioNode) throws(ScenarioProblem) -> FaultReply {
    let members = try node.members(["status", "headers", "json", "text", "html"])
    var reply = FaultReply(try status(try members.required("status")))
    let forms = members.names.filter { ["json", "text", "html"].contains($0) }
    guard forms.count <= 1 else {
      throw node.problem("the reply has two contents", "keep one of json, text and html")
    }
    if let json = members["json"] {
      reply.fields[.contentType] = "application/json"
      reply.bytes = json.value.serialized(.python)
    }
    for (name, type) in [("text", "text/plain; charset=utf-8"), ("html", "text/html")] {
      guard let content = members[name] else { continue }
      reply.fields[.contentType] = type
      reply.bytes = Array(try content.text(bytesMax: bytesMax).utf8)
    }
    guard reply.bytes.count <= bytesMax else {
      throw node.problem("the content has more than \(bytesMax) bytes")
    }
    if let headers = members["headers"] {
      for (name, value) in try headers.entries(countMax: 50) {
        reply.fields[try fieldName(name, value)] = try fieldValue(value)
      }
    }
    return reply
  }

  static func status(_ node: ScenarioNode) throws(ScenarioProblem) -> HTTPResponse.Status {
    HTTPResponse.Status(code: try node.integer(in: 200...599))
  }

  static func rateLimit(_ node: ScenarioNode) throws(ScenarioProblem) -> RateLimit {
    let members = try node.members(["capacity", "refill", "retry_after", "error"])
    let error = try members.read("error") { node throws(ScenarioProblem) in
      try node.catalogueRow().reply
    }
    return RateLimit(
      capacity: try members.required("capacity").integer(in: 0...1_000_000_000),
      refillPerSecond: try members.read("refill") { node throws(ScenarioProblem) in
        try node.rate()
      } ?? 0,
      retryAfter: try members.read("retry_after", retryAfter) ?? .none,
      reply: error ?? ErrorCatalogue.row(named: "too_many_requests")?.reply
        ?? FaultReply(.tooManyRequests))
  }

  private static func retryAfter(
    _ node: ScenarioNode
  ) throws(ScenarioProblem) -> RateLimit.RetryAfter {
    switch node.value.stringValue {
    case "none": return .none
    case "seconds": return .seconds
    case "date": return .date
    default:
      guard let duration = try? node.duration() else {
        throw node.problem(
          "\(node.kind) is nothing to retry after", "write none, seconds, date or a duration")
      }
      return .fixed(duration)
    }
  }

  /// The field by which every reply under a scenario names its exchange.
  private static let exchangeFieldName = "x-falsework-exchange"

  static func fieldName(
    _ name: String, _ node: ScenarioNode
  ) throws(ScenarioProblem) -> HTTPField.Name {
    guard let field = HTTPField.Name(name) else {
      throw ScenarioProblem(
        at: node.pointer, part: .name, "\"\(name.prefix(40))\" is no name of a field",
        suggestion: "write one such as retry-after")
    }
    let framing: Set<HTTPField.Name> = [.contentLength, .transferEncoding, .connection]
    guard !framing.contains(field) else {
      throw ScenarioProblem(
        at: node.pointer, part: .name, "the server writes \(name) itself",
        suggestion: "lie about lengths with framing, and end connections with close")
    }
    guard name.lowercased() != exchangeFieldName else {
      throw ScenarioProblem(
        at: node.pointer, part: .name, "the server writes \(name) itself",
        suggestion: "leave it out: falsework explain takes its value")
    }
    return field
  }

  static func fieldValue(_ node: ScenarioNode) throws(ScenarioProblem) -> String {
    if case .number(let number) = node.value { return number.literal }
    guard let text = node.value.stringValue, text.utf8.count <= ScenarioNode.textBytesMax,
      HTTPField.isValidValue(text)
    else { throw node.problem("\(node.kind) is no value of a field", "write one line of text") }
    return text
  }
}

extension ScenarioNode {
  /// A row of the catalogue of errors.
  func catalogueRow() throws(ScenarioProblem) -> ErrorCatalogue.Row {
    let name = try text()
    guard let row = ErrorCatalogue.row(named: name) else {
      let names = ErrorCatalogue.rows.map(\.name)
      throw problem(
        "\"\(name.prefix(60))\" is no error of the catalogue",
        Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
          ?? "openapi/scenario.schema.json lists them all, such as runner_disconnected")
    }
    return row
  }
}
