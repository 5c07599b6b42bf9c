// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import Glibc
internal import Logging

/// Keeps a server running until it is told to stop.
struct ServeCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Run a server until SIGTERM or Ctrl-C.",
    discussion: "On SIGHUP it reads the OpenAPI documents again.")

  @OptionGroup var options: ServeOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let folder = try options.state ?? context.environment.stateFolder()
    let signals = SignalWatch([SIGTERM, SIGINT, SIGHUP])
    let server = try start(in: folder, context)
    // The ready file comes last: who waits for it may then ask `env`.
    let own = OutputFile(
      folder + "/" + ServerAddresses.fileName, option: "--state", named: .folder)
    let records = [own, options.readyOutput].compactMap(\.self)
    for record in records { try server.addresses.write(to: record) }
    context.console.write(banner(server, folder))
    while await signals.next() == SIGHUP { server.reloadDocuments() }
    await server.stop()
    for record in records { record.remove() }
    return .success
  }

  private func start(
    in folder: String, _ context: CommandContext
  ) throws(CommandFailure) -> MockServer {
    var configuration = try options.configuration(port: 4010, stateFolder: folder)
    configuration.controlToken = context.environment[ControlOptions.tokenVariable]
    do {
      return try MockServer.start(
        configuration,
        logger: options.logger(level: .info, console: context.console))
    } catch {
      throw CommandFailure(error)
    }
  }

  private func banner(_ server: MockServer, _ folder: String) -> String {
    """
    falsework \(Version.current) stands in for fal.ai at \(server.url)

      eval "$(falsework env\(folderOption(folder)))"    point this shell's programs here, unmodified
      \(server.addresses.controlURL)/health    is it well?
      \(server.url)/    what it serves

    Requests take \(options.preset.value.summary). State is kept in \(folder).
    Stop with Ctrl-C.
    """
  }

  private func folderOption(_ folder: String) -> String {
    options.state == nil ? "" : " --state \(folder)"
  }
}
