// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework

/// Replaces the authority by a new one.
struct AuthorityRotateCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Replace the authority by a new one, with a key of its own.",
    discussion: """
      No server may be running on the state folder: it would go on with the old authority. An \
      authority that is damaged, expired or readable by others is replaced too.
      """)

  @OptionGroup var place: StateOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let trust = try LocalTrust.rotated(in: place.folder(context.environment))
    let summary = AuthoritySummary(trust, now: MockClock(.running(speed: 1)).now)
    context.console.write(
      """
      A new local certificate authority took the place of the old one

      \(summary.text)

      Next:
        start the server    the files have kept their names, so falsework env stays right
        restart clients     those that are running have read the old files
        install it again    wherever the old certificate was copied to: falsework ca says how
      """)
    return .success
  }
}
