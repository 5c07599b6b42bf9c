// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// What can be done with the local certificate authority.
struct AuthorityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ca",
    abstract: "Show, export or rotate the local certificate authority.",
    discussion: """
      Its certificate makes clients trust the server in the place of fal's hosts. It is made when \
      it is first needed; its private key never leaves the state folder.
      For example: falsework ca
      or:          falsework ca export -o falsework-ca.pem
      """,
    subcommands: [
      AuthorityShowCommand.self, AuthorityExportCommand.self, AuthorityRotateCommand.self,
    ],
    defaultSubcommand: AuthorityShowCommand.self)
}
