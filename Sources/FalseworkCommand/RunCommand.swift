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
      """)

  @OptionGroup var options: ServeOptions

  @Argument(parsing: .postTerminator, help: "The command and its arguments.")
  var command: [String] = []

  func validate() throws {
    if command.isEmpty {
      throw ValidationError("name the command to run after --, as in: falsework run -- COMMAND")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let signals = SignalWatch([SIGTERM, SIGINT])
    let host = try PrivateServer(
      stateFolder: options.state, logger: options.logger(level: .warning, console: context.console),
      configure: { options.configuration(port: 0, stateFolder: $0) })
    do {
      let addresses = ServerAddresses(host.server)
      if let readyFile = options.readyFile { try addresses.write(to: readyFile) }
      let environment = ClientSettings(addresses).applied(to: context.environment)
      let child = try ChildProcess(command, environment: environment)
      let status = await child.wait(passingOn: signals)
      await host.stop()
      return status
    } catch {
      await host.stop()
      throw error
    }
  }
}
