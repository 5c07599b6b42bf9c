// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Glibc

/// The bench's command line, as a function from arguments to an exit status.
public enum FalseworkBench {
  /// Runs the process's own command line and exits.
  public static func main() -> Never {
    signal(SIGPIPE, SIG_IGN)
    Leftovers.clearOnSignals()
    warnOfDebugBuild()
    let status = run(arguments: Array(CommandLine.arguments.dropFirst()), console: .standard)
    exit(status)
  }

  /// Runs a command line and returns its exit status: 0 for success, 1 for trouble or a finding,
  /// 2 for wrong usage.
  package static func run(arguments: [String], console: Console) -> Int32 {
    do {
      var command = try BenchRoot.parseAsRoot(arguments)
      if let command = command as? any BenchSubcommand {
        return try command.run(console) == .clean ? 0 : 1
      }
      // What remains are the parser's own commands, which throw the text that they want shown.
      try command.run()
      return 0
    } catch let failure as BenchFailure {
      console.complain("falsework-bench: \(failure.message)")
      return 1
    } catch {
      return report(error, console)
    }
  }

  private static func warnOfDebugBuild() {
    #if DEBUG
      Console.standard.complain("falsework-bench is built for debugging: its own cost will show")
    #endif
  }

  /// Help is asked for and goes to the output; everything else is wrong usage.
  private static func report(_ error: any Error, _ console: Console) -> Int32 {
    guard BenchRoot.exitCode(for: error) == .success else {
      var reason = BenchRoot.message(for: error).replacing("\n", with: " ")
      if reason.last == "." { reason.removeLast() }
      console.complain("falsework-bench: \(reason); see falsework-bench --help")
      return 2
    }
    console.write(BenchRoot.fullMessage(for: error))
    return 0
  }
}

struct BenchRoot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "falsework-bench",
    abstract: "Measure falsework, beside its peers where there are some.",
    discussion: """
      Build both programs first, and measure on an idle machine:
        swift build -c release
        .build/release/falsework-bench http
      """,
    subcommands: [
      HTTPCommand.self, QueueCommand.self, FaultsCommand.self, SoakCommand.self,
      ValidateCommand.self, JudgeCommand.self, MeshCommand.self,
    ])
}
