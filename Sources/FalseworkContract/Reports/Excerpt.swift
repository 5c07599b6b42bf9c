// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal
internal import FalseworkProtocol

/// The exchanges that show a finding, as curl shows them.
struct Excerpt: Sendable, Hashable {
  /// The most exchanges that are told of.
  static let exchangesMax = 6

  /// One side of an exchange: what went one way.
  struct Line: Sendable, Hashable {
    /// The number of the exchange; `nil` in its second line.
    let number: Int?
    /// The time since the first exchange of the drill.
    let time: String
    /// What went, behind `>` to the server and `<` to the client.
    let words: String
  }

  private(set) var lines: [Line] = []
  /// How many exchanges are not told of.
  private(set) var left = 0

  init(of numbers: [Int], in record: DrillRecord) {
    guard !numbers.isEmpty, let start = record.exchanges.lazy.map(\.times.arrived).min() else {
      return
    }
    let shown = Set(numbers.prefix(Self.exchangesMax))
    for entry in record.exchanges where shown.contains(entry.id) {
      lines.append(
        Line(
          number: entry.id, time: TimeText.offset(of: entry.times.arrived, from: start),
          words: "> \(entry.request.method) \(Self.url(entry))"))
      lines.append(
        Line(
          number: nil, time: TimeText.offset(of: entry.times.ended, from: start),
          words: "< \(Self.reply(entry))"))
    }
    left = numbers.count - lines.count / 2
  }

  /// The lines in columns.
  var text: [String] {
    let marks = lines.map { $0.number.map { "#\($0)" } ?? "" }
    let (first, second) = (marks.longest, lines.map(\.time).longest)
    let rows = zip(marks, lines).map { mark, line in
      "\(mark.padded(to: first)) \(line.time.padded(to: second)) \(line.words)"
    }
    return left > 0 ? rows + ["and \(left) more"] : rows
  }

  private static func url(_ entry: JournalEntry) -> String {
    let query = entry.request.query.map { "?\($0)" } ?? ""
    let scheme = entry.origin.security == .tls ? "https" : "http"
    let url = "\(scheme)://\(entry.request.host)\(entry.request.path)\(query)"
    return url.visible.cut(to: 160)
  }

  /// What the client got, and what of it a fault did.
  private static func reply(_ entry: JournalEntry) -> String {
    var reply = entry.outcome
    if let status = entry.response.status, status >= 400, entry.delivery == .delivered {
      switch entry.response.body.preview {
      case .none: break
      case .whole(let text), .beginning(let text):
        reply += " " + text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
    }
    let faults = entry.faults.filter { $0.state.kind == .delivered }
      .map { " [\($0.scenario): \($0.actions.joined(separator: ", "))]" }
    return reply.visible.cut(to: 120) + faults.joined().visible
  }
}

extension [String] {
  /// The number of characters of the longest.
  var longest: Int { map(\.count).max() ?? 0 }
}
