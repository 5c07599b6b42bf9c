// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import Glibc
internal import Logging

/// Runs a command with a server of its own.
struct RunCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a command against a private server, and exit with its status.",
    discussion: """
      The command is not changed: its environment sends it to the server, with a made-up key.
      For example: falsework run --preset instant -- python3 app.py
      In a failure: falsework run --scenario lost-submit-reply --require-faults -- python3 app.py
      """)

  @OptionGroup var options: ServeOptions

  @OptionGroup var client: ClientOptions

  @OptionGroup(title: "Rehearsal") var rehearsal: RehearsalOptions

  @Argument(parsing: .postTerminator, help: "The command and its arguments.")
  var command: [String] = []

  func validate() throws {
    if command.isEmpty {
      throw ValidationError("name the command to run after --, as in: falsework run -- COMMAND")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let signals = SignalWatch([SIGTERM, SIGINT])
    return try await PrivateServer.with(
      stateFolder: options.state, logger: options.logger(level: .warning, console: context.console),
      configure: { folder in
        var configuration = try options.configuration(port: 0, stateFolder: folder)
        configuration.controlToken = context.environment[ControlOptions.tokenVariable]
        return configuration
      }
    ) { server in
      if let file = options.readyOutput { try server.addresses.write(to: file) }
      let settings = ClientSettings(server.addresses, key: client.key)
      let environment = settings.applied(to: context.environment)
      let child = try ChildProcess(command, environment: environment)
      let status = await child.wait(passingOn: signals)
      return try rehearsal.conclude(server, status, context.console)
    }
  }
}
