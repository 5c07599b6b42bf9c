// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

/// Exchanges as an HTTP Archive 1.2, which browsers' developer tools and many others read.
///
/// Times are those of the mock's clock. What an archive has no place for stands in `_falsework`,
/// as the format allows for names that begin with an underscore.
/// http://www.softwareishard.com/blog/har-12-spec/
public struct HARArchive: Sendable, Hashable {
  /// The exchanges, in the order of recording.
  public var entries: [JournalEntry]
  /// The version of the program that says that it made the archive.
  public var version: String

  /// Creates an archive.
  public init(entries: [JournalEntry], version: String) {
    self.entries = entries
    self.version = version
  }

  /// The archive as one object; entries stand in the order of their arrival, as the format asks.
  public var json: JSONValue {
    let sorted = entries.sorted { ($0.times.arrived, $0.id) < ($1.times.arrived, $1.id) }
    return [
      "log": [
        "version": "1.2",
        "creator": ["name": "Falsework", "version": .string(version)],
        "entries": .array(sorted.map(Self.entry)),
      ]
    ]
  }

  private static func entry(_ entry: JournalEntry) -> JSONValue {
    let times = entry.times
    let total = milliseconds(times.arrived, times.ended)
    let wait = times.firstByte.map { milliseconds(times.arrived, $0) } ?? total
    return [
      "startedDateTime": .string(times.arrived.utcISO),
      "time": .number(JSONNumber(total)),
      "request": request(entry),
      "response": response(entry),
      "cache": [:],
      "timings": [
        "send": 0, "wait": .number(JSONNumber(wait)),
        "receive": .number(JSONNumber(max(0, total - wait))),
      ],
      "connection": .string(String(entry.origin.connection)),
      "_falsework": .object(extensions(of: entry)),
    ]
  }

  private static func milliseconds(_ from: Timestamp, _ to: Timestamp) -> Double {
    max(0, Double(from.duration(to: to).microseconds) / 1000)
  }

  private static let extensionNames = [
    "id", "operation", "session", "door", "job", "scenarios", "real_seconds", "delivery", "delay",
    "faults", "near_misses", "notes",
  ]

  private static func extensions(of entry: JournalEntry) -> JSONObject {
    var object = JSONObject()
    let json = entry.json
    for name in extensionNames { object.add(name, json[name]) }
    object.add("content_bytes", entry.response.contentBytes)
    object.add("wire_bytes", entry.response.wireBytes)
    return object
  }
}

// MARK: - Messages

extension HARArchive {
  private static let httpVersion: JSONValue = "HTTP/1.1"

  private static func request(_ entry: JournalEntry) -> JSONValue {
    let request = entry.request
    let scheme = entry.origin.security == .tls ? "https" : "http"
    let query = request.query.map { "?\($0)" } ?? ""
    var object: JSONObject = [
      "method": .string(request.method),
      "url": .string("\(scheme)://\(request.host)\(request.path)\(query)"),
      "httpVersion": httpVersion, "cookies": [], "headers": headers(request.fields),
      "queryString": parameters(request.query ?? ""), "headersSize": -1,
      "bodySize": .number(JSONNumber(request.body.byteCount)),
    ]
    if request.body.byteCount > 0 {
      var data = JSONObject()
      data.add("mimeType", request.fields[.contentType] ?? "")
      data.add("params", JSONValue.array([]))
      add(request.body.preview, to: &data)
      if data["text"] == nil { data.add("text", "") }
      object.add("postData", .object(data))
    }
    return .object(object)
  }

  private static func response(_ entry: JournalEntry) -> JSONValue {
    let response = entry.response
    // A status of 0 is what browsers write where there was no reply.
    let status = response.status ?? 0
    var content = JSONObject()
    content.add("size", response.body.byteCount)
    content.add("mimeType", response.fields[.contentType] ?? "")
    add(response.body.preview, to: &content)
    return [
      "status": .number(JSONNumber(status)), "statusText": .string(phrases[status] ?? ""),
      "httpVersion": httpVersion, "cookies": [], "headers": headers(response.fields),
      "content": .object(content), "redirectURL": .string(response.fields[.location] ?? ""),
      "headersSize": -1, "bodySize": .number(JSONNumber(response.contentBytes)),
    ]
  }

  private static let phrases: [Int: String] = {
    let statuses: [HTTPResponse.Status] = [
      .ok, .created, .accepted, .noContent, .partialContent, .movedPermanently, .found, .seeOther,
      .notModified, .temporaryRedirect, .permanentRedirect, .badRequest, .unauthorized, .forbidden,
      .notFound, .methodNotAllowed, .notAcceptable, .requestTimeout, .conflict, .gone,
      .preconditionFailed, .contentTooLarge, .unsupportedMediaType, .rangeNotSatisfiable,
      .unprocessableContent, .tooManyRequests, .internalServerError, .notImplemented, .badGateway,
      .serviceUnavailable, .gatewayTimeout,
    ]
    return Dictionary(statuses.map { ($0.code, $0.reasonPhrase) }) { first, _ in first }
  }()

  private static func headers(_ fields: JournalFields) -> JSONValue {
    .array(fields.pairs.map { ["name": .string($0.name), "value": .string($0.value)] })
  }

  /// The parameters as they were sent, still percent-encoded.
  private static func parameters(_ query: String) -> JSONValue {
    let parameters = query.split(separator: "&").map { parameter -> JSONValue in
      let halves = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return [
        "name": .string(String(halves[0])),
        "value": .string(halves.count == 2 ? String(halves[1]) : ""),
      ]
    }
    return .array(parameters)
  }

  private static func add(_ preview: JournalBody.Preview, to object: inout JSONObject) {
    switch preview {
    case .none: break
    case .whole(let text): object.add("text", text)
    case .beginning(let text):
      object.add("text", text)
      object.add("comment", "Only the beginning was kept.")
    }
  }
}
