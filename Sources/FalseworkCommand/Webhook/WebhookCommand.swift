// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// What can be done with webhooks that were received.
struct WebhookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook",
    abstract: "Check webhooks that were received.",
    subcommands: [WebhookVerifyCommand.self])
}
