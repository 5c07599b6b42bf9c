// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkFaults

/// Says whether files hold scenarios, and what is wrong with those that do not.
struct ScenariosCheckCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what is wrong with a file that is to hold a scenario, and in which line.",
    discussion: "Status 0 when every file holds one, 1 when one does not.")

  @Argument(help: ArgumentHelp("The files: .yaml, .yml or .json.", valueName: "file"))
  var files: [String]

  func run(_ context: CommandContext) async throws -> ExitStatus {
    var status = ExitStatus.success
    for path in files {
      do throws(ScenarioFileProblem) {
        let scenario = try ScenarioFile(path).scenario
        let count = scenario.rules.count
        context.console.write(
          "\(path): \(scenario.name), \(count) \(count == 1 ? "rule" : "rules")")
      } catch {
        context.console.complain("falsework: \(error)")
        status = .failure
      }
    }
    return status
  }
}
