// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// Lets well and badly behaved clients at a server, and looks for what they leave behind.
struct SoakCommand: BenchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "soak",
    abstract: "Let good and bad clients at the server, and look for what they leave behind.",
    discussion: """
      Good clients poll, submit, download, drip and half-close; bad ones stall, reset, sip and go \
      away, over plain connections and TLS. Status 1 when descriptors, threads, connections or \
      memory are left behind, when a good client is not served, or when the server logs errors.
      """)

  @Option(help: "How long clients keep coming; warming up and resting take some 2 minutes more.")
  var minutes = 10.0

  @Option(help: "The number of clients at a time.")
  var clients = 64

  @Option(help: "The seed of what the clients do.")
  var seed: UInt64 = 1

  @OptionGroup var subject: SubjectOptions

  func validate() throws {
    guard (0.1...10_000).contains(minutes) else {
      throw ValidationError("--minutes must be between 0.1 and 10000, not \(minutes)")
    }
    guard (1...5000).contains(clients) else {
      throw ValidationError("--clients must be between 1 and 5000, not \(clients)")
    }
  }

  func run(_ console: Console) throws(BenchFailure) -> BenchVerdict {
    try Machine.raiseDescriptorLimit(to: UInt(clients) + 1000)
    let program = try subject.findProgram()
    return try TemporaryFolder.with { folder throws(BenchFailure) in
      try FalseworkServer.with(program, .instant, in: folder) { server throws(BenchFailure) in
        try Soak(
          server: server, duration: .milliseconds(Int(minutes * 60_000)), clientCount: clients,
          seed: seed, console: console
        ).run()
      }
    }
  }
}
