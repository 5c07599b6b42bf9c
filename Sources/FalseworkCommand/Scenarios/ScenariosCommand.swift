// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// What can be done with scenarios.
struct ScenariosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenarios",
    abstract: "List the failure modes that can be rehearsed, show one, or check a file.",
    discussion: """
      For example: falsework scenarios
      or:          falsework scenarios lost-submit-reply
      or:          falsework scenarios check mine.yaml
      """,
    subcommands: [ScenariosShowCommand.self, ScenariosCheckCommand.self],
    defaultSubcommand: ScenariosShowCommand.self)
}
