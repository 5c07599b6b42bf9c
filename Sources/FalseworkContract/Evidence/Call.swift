// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJSON
public import FalseworkJournal
internal import FalseworkProtocol
internal import HTTPTypes

/// One exchange, read for judging: what a client asked, and what it got to see of the reply.
public struct Call: Sendable {
  /// Shared, because a call stands in several lists.
  private let contents: Contents

  private final class Contents: Sendable {
    let entry: JournalEntry
    let operation: FaultOperation
    let fields: Fields

    init(_ entry: JournalEntry) {
      self.entry = entry
      operation = FaultOperation(rawValue: entry.operation) ?? .other
      fields = Fields(entry.request.fields)
    }
  }

  /// What matters of a request's fields.
  struct Fields: Sendable {
    private(set) var authorization: String?
    private(set) var contentType: String?
    private(set) var userAgent: String?
    private(set) var range: String?

    fileprivate init(_ fields: JournalFields) {
      for (name, value) in fields.pairs {
        switch name.lowercased() {
        case "authorization": authorization = Self.joined(authorization, value)
        case "content-type": contentType = Self.joined(contentType, value)
        case "user-agent": userAgent = Self.joined(userAgent, value)
        case "range": range = Self.joined(range, value)
        default: continue
        }
      }
    }

    /// A field that is there twice is a list (RFC 9110 §5.2).
    private static func joined(_ first: String?, _ second: String) -> String {
      first.map { "\($0), \(second)" } ?? second
    }
  }

  init(_ entry: JournalEntry) { contents = Contents(entry) }

  /// The entry of the journal.
  public var entry: JournalEntry { contents.entry }
  /// What it was about.
  var operation: FaultOperation { contents.operation }
  /// What the request's fields say.
  var fields: Fields { contents.fields }

  /// The number of the exchange.
  var number: Int { entry.id }
  /// The id of the job that it was about.
  var job: String? { entry.job?.requestID }
  /// When the request had arrived.
  var arrived: Timestamp { entry.times.arrived }
  /// When the client could know something of the reply.
  var heard: Timestamp { entry.times.firstByte ?? entry.times.ended }
  /// When it was over.
  var ended: Timestamp { entry.times.ended }

  /// Whether the request makes a job or asks about one, or uploads to the storage with the key.
  var isForAPI: Bool {
    switch operation {
    case .submit, .run, .status, .stream, .result, .cancel, .storage, .token: true
    case .connect, .handshake, .upload, .file, .document, .keys, .webhook, .other: false
    }
  }

  /// Whether all of the reply went out.
  var isAnswered: Bool { entry.delivery == .delivered }

  /// The status that the client got to see; `nil` where it saw none.
  ///
  /// A head that went out is seen even if the content after it was cut.
  var seenStatus: Int? {
    isAnswered || entry.times.firstByte != nil ? entry.response.status : nil
  }

  /// Whether a reply of 2xx came through as a whole.
  var hasSucceeded: Bool {
    isAnswered && (200..<300).contains(entry.response.status ?? 0)
  }

  /// Whether a fault spoilt the exchange so that the client may not have understood the reply.
  var isSpoilt: Bool {
    !isAnswered
      || entry.faults.contains { fault in
        fault.state.kind != .armed && fault.actions.contains(where: Self.spoiling.contains)
      }
  }

  private static let spoiling: Set = [
    "reset", "close", "stall", "framing", "json", "garbage", "corrupt", "error", "reply",
  ]

  /// The reply's JSON where the journal kept all of it.
  var reply: JSONValue? { entry.response.body.json }

  /// The word of a status reply, such as `COMPLETED`.
  ///
  /// With many log lines a status is too long to be kept as a whole: fal begins it with the word.
  var statusWord: String? {
    if case .beginning(let text) = entry.response.body.preview {
      return text.prefixMatch(of: /\{"status": *"([A-Z_]+)"/).map { String($0.1) }
    }
    return reply?["status"]?.stringValue
  }

  /// Whether the reply says that the result is not there yet, which is no refusal.
  var isStillInProgress: Bool {
    reply?["detail"]?.stringValue == "Request is still in progress"
  }

  /// What was asked, without the fields: calls of which it is the same repeat each other.
  var question: String {
    let request = entry.request
    return [entry.operation, request.method, request.host, request.path, request.body.digest ?? ""]
      .joined(separator: " ")
  }

  /// The segments of the path, one of which may be the id of a job.
  var segments: [String] { entry.request.path.split(separator: "/").map(String.init) }

  /// The method and the path, as a report names the exchange.
  var title: String { "\(entry.request.method) \(entry.request.path)" }
}

extension JournalBody {
  /// The body as JSON where all of it was kept.
  var json: JSONValue? { whole.flatMap { try? JSONValue.parse(Array($0.utf8)) } }

  /// The body where all of it was kept.
  var whole: String? {
    guard case .whole(let text) = preview else { return nil }
    return text
  }
}
