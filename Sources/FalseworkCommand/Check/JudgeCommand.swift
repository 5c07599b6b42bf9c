// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkContract

/// Judges again what a check has recorded.
struct JudgeCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Judge a recorded check again, without running the client.",
    discussion: """
      FILE is what falsework check --record wrote. The exit status is that of check.
      """)

  @Argument(help: ArgumentHelp("The record; - for standard input."))
  var file: String

  @OptionGroup(title: "Verdict") var verdict: VerdictOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let baseline = try verdict.readBaseline()
    let limit = InputFile.Limit(
      bytes: RecordFile.bytesMax, remedy: "the most of a record that is read")
    let bytes = try InputFile(file, limit).bytes()
    let records: [DrillRecord]
    do {
      records = try RecordFile.records(in: bytes)
    } catch {
      throw CommandFailure("\(file): \(error)")
    }
    return try verdict.conclude(
      Verdict(judging: records), besides: baseline, try DrillLibrary(), context)
  }
}
