// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import CLinux
internal import Falsework
internal import Glibc

/// The command line, as a function from arguments to an exit status.
public enum FalseworkCommand {
  /// Runs the process's own command line and exits.
  public static func main() async -> Never {
    // Dispatch moves the event loops from thread to thread. With an arena of each thread's own, as
    // glibc has it, 10,000 open streams come to a fifth more memory.
    mallopt(M_ARENA_MAX, 2)
    let status = await run(
      arguments: Array(CommandLine.arguments.dropFirst()), environment: .ofProcess,
      console: .standard)
    exit(status.code)
  }

  /// Runs a command line and returns its exit status: 0 for success, 1 for trouble, 2 for wrong
  /// usage, or the status of the command that `run` ran.
  public static func run(
    arguments: [String], environment: ProcessEnvironment, console: Console
  ) async -> ExitStatus {
    do {
      var command = try RootCommand.parseAsRoot(arguments)
      if let command = command as? any FalseworkSubcommand {
        return try await command.run(CommandContext(environment: environment, console: console))
      }
      // What remains are the parser's own commands, which throw the text that they want shown.
      try command.run()
      return .success
    } catch let failure as CommandFailure {
      console.complain("falsework: \(failure.message)")
      return failure.status
    } catch {
      return report(error, on: arguments, console)
    }
  }

  /// Help and version are asked for and go to the output; everything else is wrong usage.
  private static func report(
    _ error: any Error, on arguments: [String], _ console: Console
  ) -> ExitStatus {
    guard RootCommand.exitCode(for: error) == .success else {
      var reason = RootCommand.message(for: error).replacing("\n", with: " ")
      if reason.last == "." { reason.removeLast() }
      console.complain("falsework: \(reason); see \(helpCommand(for: arguments))")
      return .usage
    }
    console.write(RootCommand.fullMessage(for: error))
    return .success
  }

  private static func helpCommand(for arguments: [String]) -> String {
    // A key path into a metatype would crash the compiler (Swift 6.3.1).
    let names = RootCommand.configuration.subcommands.map { $0.configuration.commandName }
    guard let first = arguments.first, names.contains(first) else { return "falsework --help" }
    return "falsework \(first) --help"
  }
}

struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "falsework",
    abstract: "A mock of fal.ai's fal-ai/trellis: image in, textured 3D mesh out, without a key.",
    discussion: """
      Begin with:
        falsework demo                      see the whole flow
        falsework run -- python3 app.py     run your program against a private server
        falsework serve                     keep a server running
      """,
    version: Version.current,
    subcommands: [
      ServeCommand.self, RunCommand.self, CheckCommand.self, JudgeCommand.self, DemoCommand.self,
      EnvCommand.self,
      ScenariosCommand.self, ControlCommand.self, ExplainCommand.self, AuthorityCommand.self,
      MeshCommand.self, InspectCommand.self, ValidateCommand.self, VerifyCommand.self,
      WebhookCommand.self,
    ])
}
