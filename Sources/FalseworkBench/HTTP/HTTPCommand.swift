// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// Measures a server under load, beside nginx.
struct HTTPCommand: BenchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "http",
    abstract: "Measure speed, latency and memory of the server, beside nginx.",
    discussion: """
      Rounds against both servers alternate. Figures are medians of the rounds, ± half of their \
      spread; a ratio is the median of the rounds' ratios. Measures:

      \(HTTPMeasure.list)
      """)

  @Option(help: ArgumentHelp("Take this measure only; repeatable.", valueName: "name"))
  var only: [HTTPMeasure] = []

  @Option(help: "The number of rounds against each server.")
  var rounds = 5

  @Option(help: "The length of a round in seconds.")
  var seconds = 2.0

  @Option(help: "The server to compare with.")
  var peer = HTTPSettings.Peer.nginx

  @Option(help: ArgumentHelp("A file for the values of every round.", valueName: "file"))
  var json: String?

  @OptionGroup var subject: SubjectOptions

  func validate() throws {
    try Self.check(rounds: rounds, seconds: seconds)
  }

  func run(_ console: Console) throws(BenchFailure) -> BenchVerdict {
    try Machine.raiseDescriptorLimit(to: 12_000)
    let settings = HTTPSettings(
      program: try subject.findProgram(), rounds: rounds, seconds: seconds,
      peer: availablePeer(console), console: console)
    var report = BenchReport(circumstances: try Self.circumstances(settings))
    var verdict = BenchVerdict.clean
    for measure in HTTPMeasure.allCases where only.isEmpty || only.contains(measure) {
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

  private func availablePeer(_ console: Console) -> HTTPSettings.Peer {
    guard peer == .nginx, !NginxServer.isInstalled else { return peer }
    console.complain(NginxServer.advice)
    return .none
  }

  private static func circumstances(
    _ settings: HTTPSettings
  ) throws(BenchFailure) -> [(name: String, value: String)] {
    let load = loadBefore(settings.console)
    let peer = try TemporaryFolder.with { folder throws(BenchFailure) in
      settings.peer == .nginx ? "nginx \(try NginxServer.version(folder))" : "none"
    }
    return circumstances(
      peer: peer, load: load, rounds: settings.rounds, of: settings.seconds)
  }
}
