// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkContract
internal import Foundation

/// What is made of a verdict.
struct VerdictOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The least level whose breach makes the exit status 1.", valueName: "must|should|may"))
  var failOn = Choice(FailureLevel.must)

  @Option(
    help: ArgumentHelp(
      "A file of known findings, which fail nothing: clause@drill, one a line.",
      valueName: "file"))
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "A file to write: a baseline of everything that was found now.", valueName: "file"))
  var writeBaseline: String?

  @Option(
    help: ArgumentHelp(
      "A file to write: all that was said and done, for falsework judge.", valueName: "file"))
  var record: String?

  @Option(help: ArgumentHelp("A file to write: JUnit XML, as CI servers read it."))
  var junit: String?

  @Option(help: ArgumentHelp("A file to write: JSON; openapi/verdict.schema.json describes it."))
  var json: String?

  @Option(help: ArgumentHelp("A file to write: Markdown, for a pull request."))
  var markdown: String?

  @Option(help: ArgumentHelp("A file to write: one page with the timeline of each job."))
  var html: String?

  @Option(help: ArgumentHelp("A file to write: SARIF 2.1.0, as code hosts read it."))
  var sarif: String?

  @Option(help: ArgumentHelp("A file to write: TAP 14."))
  var tap: String?

  @Flag(help: "Print annotations for GitHub too.")
  var github = false

  /// A level in the words of the command line.
  enum FailureLevel: String, CaseIterable, Sendable {
    case must, should, may

    var level: ClauseLevel {
      switch self {
      case .must: .must
      case .should: .should
      case .may: .may
      }
    }
  }

  /// The status where nothing was broken, but a drill proves nothing.
  static let drillFailed = ExitStatus(code: 3)

  /// Reads what is known already, before any client is run.
  func readBaseline() throws(CommandFailure) -> Baseline {
    guard let baseline else { return .empty }
    let limit = InputFile.Limit(bytes: Baseline.bytesMax, remedy: "too many for a baseline")
    let bytes = try InputFile(baseline, limit).bytes()
    do {
      return try Baseline(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw CommandFailure("\(baseline): \(error)", status: .usage)
    }
  }

  /// Shows a verdict and writes what was asked for.
  func conclude(
    _ verdict: Verdict, besides baseline: Baseline, _ library: DrillLibrary,
    _ context: CommandContext
  ) throws -> ExitStatus {
    let level = failOn.value.level
    let reports = VerdictReports(
      verdict, baseline: baseline, failingAt: level, version: Version.current,
      about: library.about)
    let style: TerminalReport.Style =
      context.console.style == .terminal && context.environment["NO_COLOR"] == nil
      ? .colour : .plain
    context.console.write(reports.terminal(style, width: Self.width(context.environment)))
    try write(verdict, reports)
    if github {
      context.console.write(String(decoding: reports.bytes(.github), as: UTF8.self))
    }
    let new = baseline.new(in: verdict)
    if new.contains(where: { $0.level >= level }) { return .failure }
    return verdict.errors.isEmpty ? .success : Self.drillFailed
  }

  private func write(_ verdict: Verdict, _ reports: VerdictReports) throws {
    let files: [(String?, ReportFormat)] = [
      (junit, .junit), (json, .json), (markdown, .markdown), (html, .html), (sarif, .sarif),
      (tap, .tap),
    ]
    for case (let file?, let format) in files {
      try OutputFile(file, option: "--\(format.rawValue)").write(reports.bytes(format))
    }
    if let record {
      let records = verdict.drills.map(\.record)
      try OutputFile(record, option: "--record").write(
        RecordFile.bytes(of: records, program: Version.current))
    }
    if let writeBaseline {
      try OutputFile(writeBaseline, option: "--write-baseline").write(
        Array(Baseline.text(of: verdict).utf8))
    }
  }

  /// How many characters a line has: as the shell says, or 100.
  private static func width(_ environment: ProcessEnvironment) -> Int {
    environment["COLUMNS"].flatMap { Int($0) } ?? 100
  }
}
