// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// Measures the queue: how fast it accepts, and what many requests and many listeners cost.
struct QueueCommand: BenchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "Measure durable submits, polls beside many requests, streams and restarts.",
    discussion: """
      Figures are medians of the rounds, ± half of their spread; a ratio is the median of the \
      rounds' ratios to the peer that the line names. Measures:

      \(QueueMeasure.list)
      """)

  @Option(help: ArgumentHelp("Take this measure only; repeatable.", valueName: "name"))
  var only: [QueueMeasure] = []

  @Option(help: "The number of rounds.")
  var rounds = 5

  @Option(help: "The length of a round of submits or polls in seconds.")
  var seconds = 2.0

  @Option(help: ArgumentHelp("How many stored requests polls are measured beside.", valueName: "n"))
  var stored = 1_000_000

  @Option(help: ArgumentHelp("How many streams are open.", valueName: "n"))
  var streams = 10_000

  @Option(help: ArgumentHelp("How many live requests a server starts with.", valueName: "n"))
  var live = 100_000

  @Option(help: ArgumentHelp("A file for the values of every round.", valueName: "file"))
  var json: String?

  @OptionGroup var subject: SubjectOptions

  func validate() throws {
    try Self.check(rounds: rounds, seconds: seconds)
    for (name, count, countMax) in [
      ("--stored", stored, 10_000_000), ("--streams", streams, 20_000), ("--live", live, 1_000_000),
    ] {
      guard (1...countMax).contains(count) else {
        throw ValidationError("\(name) must be between 1 and \(countMax), not \(count)")
      }
    }
  }

  func run(_ console: Console) throws(BenchFailure) -> BenchVerdict {
    try Machine.raiseDescriptorLimit(to: UInt(streams) + 1000)
    let settings = QueueSettings(
      program: try subject.findProgram(), rounds: rounds, seconds: seconds, storedCount: stored,
      streamCount: streams, liveCount: live, console: console)
    let load = Self.loadBefore(console)
    var report = BenchReport(
      circumstances: Self.circumstances(load: load, rounds: rounds, of: seconds), peerName: "peer")
    var verdict = BenchVerdict.clean
    for measure in QueueMeasure.allCases where only.isEmpty || only.contains(measure) {
      do {
        report.readings += try measure.readings(settings)
      } catch {
        // The other measures are worth having.
        console.complain("falsework-bench: \(measure.rawValue): \(error)")
        verdict = .faulty
      }
    }
    try Self.publish(report, console, file: json)
    return verdict
  }
}
