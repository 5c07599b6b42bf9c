// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkFaults
internal import FalseworkJSON
internal import FalseworkJournal
internal import Foundation

/// What `run` asks of a rehearsal, and what it leaves behind.
struct RehearsalOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Fail unless a client met every fault of the scenarios at least once.",
      discussion: "A rule that never fired, or fired in vain, is named with the reason; the exit "
        + "status is then 3, if the command's own is 0."))
  var requireFaults = false

  @Flag(
    help: ArgumentHelp(
      "Fail if the command tried to reach a host that the server does not stand for.",
      discussion: "Such attempts are refused in any case. A key that looks like a real one fails "
        + "too. The exit status is then 4, if the command's own is 0."))
  var strictEgress = false

  @Option(
    help: ArgumentHelp(
      "A file to write at the end: one page of HTML with what happened.", valueName: "file"))
  var report: String?

  @Option(
    help: ArgumentHelp(
      "A file to write at the end: every exchange, by its ending .har or .jsonl.",
      valueName: "file"))
  var record: String?

  /// The statuses of a command that succeeded where the rehearsal did not.
  static let faultsMissed = ExitStatus(code: 3)
  static let egressTried = ExitStatus(code: 4)

  func validate() throws {
    if let record, !record.hasSuffix(".har"), !record.hasSuffix(".jsonl") {
      throw ValidationError("--record takes a file that ends in .har or .jsonl, not \(record)")
    }
  }

  /// Writes what was asked for, and judges the rehearsal after a command ended with a status.
  func conclude(
    _ server: MockServer, _ status: ExitStatus, _ console: Console
  ) throws -> ExitStatus {
    let entries = Self.entries(of: server.journal)
    if let report {
      try OutputFile(report, option: "--report").write(Array(server.report().utf8))
    }
    if let record {
      try OutputFile(record, option: "--record").write(Self.bytes(of: entries, for: record))
    }
    var concluded = status
    let missed = requireFaults ? server.faultHits.filter { $0.state != .delivered } : []
    for hits in missed { console.complain("falsework: \(Self.complaint(of: hits))") }
    if !missed.isEmpty, concluded == .success { concluded = Self.faultsMissed }
    let leaks = strictEgress ? entries.flatMap(Self.leaks) : []
    for leak in Set(leaks).sorted() { console.complain("falsework: \(leak)") }
    if !leaks.isEmpty, concluded == .success { concluded = Self.egressTried }
    return concluded
  }

  private static func entries(of journal: Journal) -> [JournalEntry] {
    journal.entries(limit: .max).entries
  }

  private static func bytes(of entries: [JournalEntry], for file: String) -> [UInt8] {
    file.hasSuffix(".har")
      ? HARArchive(entries: entries, version: Version.current).json.serialized(.compact)
      : JournalLines.bytes(of: entries)
  }

  private static func complaint(of hits: RuleHits) -> String {
    let rule = "the fault \(hits.scenario)/\(hits.rule)"
    switch hits.state {
    case .armed where hits.matched > 0:
      return "\(rule) never fired: \(hits.matched) exchanges came near"
    case .armed:
      return "\(rule) never fired: none of \(hits.evaluated) exchanges met its conditions"
    case .fired:
      return "\(rule) fired, but nothing was asked of the job that would have shown it"
    case .missed:
      let reasons = hits.missed.keys.map(\.description).sorted().joined(separator: "; ")
      return "\(rule) fired in vain: \(reasons)"
    case .delivered:
      return "\(rule) was delivered"
    }
  }

  private static func leaks(_ entry: JournalEntry) -> [String] {
    entry.notes.filter { $0.kind == .egressRefused || $0.kind == .realKey }.map(\.text)
  }
}
