// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import HTTPTypes

/// Says why an exchange went as it did.
struct ExplainCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why an exchange went as it did: what fired, what was drawn, what nearly fired.",
    discussion: """
      The number stands in the reply's field x-falsework-exchange, and in falsework ctl journal.
      """)

  @Argument(help: ArgumentHelp("The number of the exchange.", valueName: "number"))
  var number: Int

  @OptionGroup var options: ControlOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let answer = try await options.client(context.environment)
      .ask(.get, "explain/\(number)")
    context.console.write(
      String(decoding: answer, as: UTF8.self).split(separator: "\n").joined(separator: "\n"))
    return .success
  }
}
