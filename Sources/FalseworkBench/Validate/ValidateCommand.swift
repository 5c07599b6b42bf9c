// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkJSON

/// Measures how fast bodies are judged and JSON is parsed, beside Python's judges.
struct ValidateCommand: BenchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Measure how fast bodies are judged, beside pydantic_core and jsonschema.",
    discussion: """
      One thread judges one body again and again, its parsing included; another figure is the \
      parsing of 1 MB of mixed JSON. Rounds of ours and of Python's alternate. Figures are medians \
      of the rounds, ± half of their spread; of each of Python's rounds the best fifth counts.
      """)

  @Option(help: "The number of rounds.")
  var rounds = 5

  @Option(help: "The length of each measure in a round, in seconds.")
  var seconds = 1.0

  @Option(
    help: ArgumentHelp(
      "A Python with pydantic and jsonschema. (default: the one of the tests, or python3)",
      valueName: "path"))
  var python: String?

  @Option(
    help: ArgumentHelp(
      "The script that measures them. (default: the repository's Tests/differential/speed.py)",
      valueName: "path"))
  var script: String?

  @Option(
    help: ArgumentHelp(
      "The document of fal-ai/trellis. (default: the one beside this program)", valueName: "path"))
  var document: String?

  @Option(help: ArgumentHelp("A file for the values of every round.", valueName: "file"))
  var json: String?

  func validate() throws {
    try Self.check(rounds: rounds, seconds: seconds)
  }

  func run(_ console: Console) throws(BenchFailure) -> BenchVerdict {
    let load = Self.loadBefore(console)
    let path =
      document
      ?? Machine.program(besideOurs: "falsework_Falsework.resources/openapi/fal-ai/trellis.json")
    let subject = try JudgingSubject(documentPath: path)
    let judges = availableJudges(console)
    var table = JudgingRounds()
    for round in 1...rounds {
      console.complain("round \(round) of \(rounds)")
      try table.add(subject, judges, duration: .milliseconds(Int(seconds * 1000)))
    }
    var report = BenchReport(
      circumstances: Self.circumstances(
        peer: judges?.name ?? "none", load: load, rounds: rounds, of: seconds),
      peerName: "python")
    report.readings = table.readings(subject)
    try Self.publish(report, console, file: json)
    return .clean
  }

  /// Tries Python's judges once, since they may be missing.
  private func availableJudges(_ console: Console) -> PythonJudges? {
    do {
      let judges = try PythonJudges(python: python, script: script)
      try judges.check()
      return judges
    } catch {
      console.complain(
        "no judges to compare with: \(error); bash Tests/run.sh installs them, or name a Python "
          + "that has them with --python")
      return nil
    }
  }
}
