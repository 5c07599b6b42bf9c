// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal
internal import FalseworkProtocol

/// A record, put in order for judging.
public struct Conversation: Sendable {
  /// What it was made of.
  public let record: DrillRecord
  /// The exchanges in the order of arrival.
  let calls: [Call]
  /// The jobs in the order of their submission.
  let jobs: [JobTalk]
  /// The calls that ask the same, in the order of arrival.
  let threads: [[Call]]
  /// The client's words in small letters and in one line.
  private let said: String

  /// Puts a record in order.
  public init(_ record: DrillRecord) {
    self.record = record
    calls = record.exchanges.map(Call.init).sorted { $0.number < $1.number }
    let histories = Dictionary(
      record.jobs.map { ($0.requestID, $0) }, uniquingKeysWith: { first, _ in first })
    threads = Array(Dictionary(grouping: calls, by: \.question).values)
    said = Self.plain(record.outcome.output + record.outcome.reason)
    var talks: [String: [Call]] = [:]
    var order: [String] = []
    for call in calls {
      // The path says it where a fault answered before anybody looked.
      guard let job = call.job ?? call.segments.first(where: { talks[$0] != nil }) else {
        continue
      }
      if talks[job] == nil { order.append(job) }
      talks[job, default: []].append(call)
    }
    jobs = order.map { id in
      JobTalk(requestID: id, calls: talks[id] ?? [], history: histories[id])
    }.filter { $0.submission != nil || $0.history != nil }
  }

  /// How the client ended.
  var outcome: ClientOutcome { record.outcome }

  /// The exchanges of some operations.
  func calls(_ operations: FaultOperation...) -> [Call] {
    calls.filter { operations.contains($0.operation) }
  }

  /// The exchanges that wanted to make a job.
  var submissions: [Call] { calls(.submit, .run).filter { $0.entry.request.method == "POST" } }

  /// What was fetched: files that are no uploads of the client's own.
  var downloads: [Call] { calls(.file) }

  /// Whether fal would not speak to the client any more: its key was refused.
  var isLockedOut: Bool {
    calls.contains { $0.isForAPI && [401, 403].contains($0.seenStatus) }
  }

  /// The notes of a kind, with the exchange of each.
  func notes(_ kind: JournalNote.Kind) -> [(call: Call, text: String)] {
    calls.flatMap { call in
      call.entry.notes.filter { $0.kind == kind }.map { (call, $0.text) }
    }
  }

  /// Whether the client's words hold some text, whatever its case and its line breaks.
  func hasSaid(_ text: String) -> Bool {
    said.contains(Self.plain(text))
  }

  private static func plain(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Whether the mesh that the client left is the one that was made for it; `nil` where it left
  /// none, or nothing is known of what was made.
  var hasSoundArtefact: Bool? {
    guard let artefact = outcome.artefact, !record.meshes.isEmpty else { return nil }
    return record.meshes.contains(artefact)
  }
}
