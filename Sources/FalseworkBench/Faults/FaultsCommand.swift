// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// Measures what scenarios cost, how exact delays are and how much the journal keeps.
struct FaultsCommand: BenchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "faults",
    abstract: "Measure what scenarios cost, how exact delays are and what the journal keeps.",
    discussion: """
      Figures are medians of the rounds, ± half of their spread; a ratio is the median of the \
      rounds' ratios to a server without scenario, whose rounds alternate with the others. Measures:

      \(FaultsMeasure.list)
      """)

  @Option(help: ArgumentHelp("Take this measure only; repeatable.", valueName: "name"))
  var only: [FaultsMeasure] = []

  @Option(help: "The number of rounds of the measures of cost and delay.")
  var rounds = 5

  @Option(help: "The length of a round in seconds.")
  var seconds = 2.0

  @Option(help: ArgumentHelp("How many delayed replies are in flight.", valueName: "n"))
  var delayed = 1000

  @Option(help: ArgumentHelp("How many exchanges the journal is given.", valueName: "n"))
  var exchanges = 1_000_000

  @Option(help: ArgumentHelp("A file for the values of every round.", valueName: "file"))
  var json: String?

  @OptionGroup var subject: SubjectOptions

  func validate() throws {
    try Self.check(rounds: rounds, seconds: seconds)
    for (name, count, countMax) in [
      ("--delayed", delayed, 10_000), ("--exchanges", exchanges, 100_000_000),
    ] {
      guard (1...countMax).contains(count) else {
        throw ValidationError("\(name) must be between 1 and \(countMax), not \(count)")
      }
    }
  }

  func run(_ console: Console) throws(BenchFailure) -> BenchVerdict {
    try Machine.raiseDescriptorLimit(to: UInt(delayed) + 1000)
    let settings = FaultsSettings(
      program: try subject.findProgram(), rounds: rounds,
      roundTime: .milliseconds(Int(seconds * 1000)), delayedCount: delayed,
      exchangeCount: exchanges, console: console)
    let load = Self.loadBefore(console)
    var report = BenchReport(
      circumstances: Self.circumstances(load: load, rounds: rounds, of: seconds),
      peerName: "no scenario")
    for measure in FaultsMeasure.allCases where only.isEmpty || only.contains(measure) {
      report.readings += try measure.readings(settings)
    }
    try Self.publish(report, console, file: json)
    return .clean
  }
}

/// How the measures of `faults` are taken.
struct FaultsSettings {
  /// The falsework program.
  let program: String
  let rounds: Int
  let roundTime: Duration
  let delayedCount: Int
  let exchangeCount: Int
  let console: Console

  /// Before the first round every connection is made, and everything that is made once.
  var warmUpTime: LoadLimit { .time(roundTime / 5) }
}

/// What `faults` can measure.
enum FaultsMeasure: String, CaseIterable, ExpressibleByArgument {
  case cost
  case delays
  case journal

  /// All measures, a line for each.
  static var list: String {
    allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n")
  }

  /// The measure in a line of the help.
  var summary: String {
    switch self {
    case .cost: "status requests beside 200 rules that do not match, and with one on each"
    case .delays: "how far from their delays many delayed replies come"
    case .journal: "what the journal keeps of a million exchanges, and the server's memory"
    }
  }

  func readings(_ settings: FaultsSettings) throws(BenchFailure) -> [Reading] {
    switch self {
    case .cost: try CostMeasure.readings(settings)
    case .delays: try DelayMeasure.readings(settings)
    case .journal: try JournalMeasure.readings(settings)
    }
  }
}
