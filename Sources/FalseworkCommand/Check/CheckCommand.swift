// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkContract
internal import FalseworkFaults
internal import Glibc
internal import Logging

/// Judges a client by what it does on the wire.
struct CheckCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run a client through drills, and judge it by what it does on the wire.",
    discussion: """
      COMMAND makes one mesh, as a user would have it do: it runs once per drill, against a server \
      of its own, with the environment of falsework run. A status of 0 says that it has a sound \
      mesh, any other that it failed.

      It is told more by variables that it need not look at:
      \(DrillSettings.meanings.map { "  \($0.0): \($0.1)" }.joined(separator: "\n"))

      For example: falsework check -- python3 my_client.py
      The exit status is 1 if a MUST is broken, and 3 if nothing is, but a drill did not take \
      place as it was meant to.
      """)

  @OptionGroup(title: "Drills") var choice: DrillChoice

  @Option(
    help: ArgumentHelp(
      "How long a client may take in each drill. (default: as the drill says)",
      valueName: "seconds"))
  var timeout: Int?

  @Option(
    help: ArgumentHelp("How many drills run at a time. (default: 8)", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "A server that serve runs, and that the client uses already; it may serve nobody else.",
      discussion: "For services that go on running: COMMAND makes the service make a mesh, waits "
        + "for it, and ends as the service did. Everything on the server is forgotten before each "
        + "drill.", valueName: "url"))
  var url: String?

  @Option(help: "The seed of everything that is drawn.")
  var seed: UInt64 = 0

  @Flag(help: "Show the drills and what they expect, and run none.")
  var list = false

  @Flag(help: "Show the clauses of the contract as Markdown, and run nothing.")
  var clauses = false

  @OptionGroup(title: "Verdict") var verdict: VerdictOptions

  @Argument(parsing: .postTerminator, help: "The client and its arguments.")
  var command: [String] = []

  func validate() throws {
    if command.isEmpty, !list, !clauses {
      throw ValidationError("name the client after --, as in: falsework check -- python3 app.py")
    }
    if let timeout, !(1...3600).contains(timeout) {
      throw ValidationError("--timeout must be between 1 and 3600 seconds, not \(timeout)")
    }
    if let jobs, !(1...64).contains(jobs) {
      throw ValidationError("--jobs must be between 1 and 64, not \(jobs)")
    }
    if url != nil {
      if jobs != nil {
        throw ValidationError("--jobs does not go with --url: drills share the server")
      }
      if choice.campaign != nil {
        throw ValidationError("--campaign does not go with --url: it needs servers of its own")
      }
      if seed != 0 {
        throw ValidationError("--seed does not go with --url: give it to falsework serve")
      }
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    if clauses {
      context.console.write(Contract.queue.markdown)
      return .success
    }
    let library = try DrillLibrary()
    if list {
      context.console.write(library.summary(of: Drill.shipped))
      return .success
    }
    let signals = SignalWatch([SIGTERM, SIGINT])
    let interruption = Interruption()
    let relay = Task {
      if let number = await signals.next() { interruption.strike(number) }
    }
    defer { relay.cancel() }
    let place = try await place(context)
    let runner = DrillRunner(
      place: place, command: command, environment: context.environment, seed: seed,
      timeout: timeout.map { .seconds($0) },
      logger: Self.logger(context.console), interruption: interruption)
    let baseline = try verdict.readBaseline()
    let squad = DrillSquad(
      runner: runner, size: url == nil ? jobs ?? 8 : 1, console: context.console)
    var verdicts = try await squad.run(try drills(library))
    var discoveries: [Campaign.Discovery] = []
    if let count = choice.campaign {
      let campaign = Campaign(squad: squad, seed: seed)
      let drawn = try await squad.run(try campaign.drills(count: count))
      verdicts += drawn
      discoveries = try await campaign.discoveries(in: drawn)
    }
    let status = try verdict.conclude(
      Verdict(verdicts), besides: baseline, library, context)
    for discovery in discoveries { context.console.write(Self.words(for: discovery)) }
    return status
  }

  private func place(_ context: CommandContext) async throws -> DrillRunner.Place {
    guard let url else { return .ownServers }
    let server = RunningServer(
      url: url, token: context.environment[ControlOptions.tokenVariable])
    try await server.check()
    return .running(server)
  }

  /// The drills that were chosen; a service that runs already is not told to stop.
  private func drills(_ library: DrillLibrary) throws(CommandFailure) -> [PlannedDrill] {
    let drills = try choice.drills(library)
    return url == nil ? drills : drills.filter { $0.drill.intervention == nil }
  }

  private static func words(for found: Campaign.Discovery) -> String {
    let name = found.verdict.drill.name
    return """

      \(found.clause) breaks with this; save it as \(name).yaml, and run it again with
      falsework check --scenario \(name).yaml -- \
      \(found.verdict.record.command.map(\.shellWord).joined(separator: " "))

      \(found.schedule.text(named: name))
      """
  }

  /// What goes wrong inside of a server is said; what clients do is for the verdict.
  private static func logger(_ console: Console) -> Logger {
    var logger = Logger(label: "falsework") { _ in LineLogHandler(.text, console) }
    logger.logLevel = .error
    return logger
  }
}
