// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkContract
internal import FalseworkJSON

/// Prints the settings that point a shell's programs at a server.
struct EnvCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "env",
    abstract: "Print the settings that point unmodified clients at a server that serve runs.",
    discussion: """
      For example: eval "$(falsework env)"
      or:          falsework env --shell github >> "$GITHUB_ENV"
      """)

  @Option(help: "The form to print.")
  var shell = Choice(SettingsFormat.sh)

  @OptionGroup var place: StateOptions

  @OptionGroup var client: ClientOptions

  @Option(help: "The port of the server, if none runs yet.")
  var port = 4010

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let folder = try place.folder(context.environment)
    let settings = ClientSettings(
      try addresses(folder, context.console), key: client.key)
    context.console.write(shell.value.text(settings.variables))
    return .success
  }

  private func addresses(
    _ folder: String, _ console: Console
  ) throws(CommandFailure) -> ServerAddresses {
    if let running = ServerAddresses(stateFolder: folder) { return running }
    console.complain(
      "falsework: no server runs on \(folder); these settings fit falsework serve --port \(port)")
    return ServerAddresses(
      authority: "127.0.0.1:\(port)",
      certificateFile: try LocalTrust.loaded(from: folder).certificateFile)
  }
}

/// A form in which settings can be printed.
enum SettingsFormat: String, CaseIterable {
  case sh
  case fish
  case dotenv
  case github
  case json

  func text(_ variables: [(name: String, value: String)]) -> String {
    switch self {
    case .sh:
      variables.map { "export \($0)=\($1.singleQuoted)" }.joined(separator: "\n")
    case .fish:
      variables.map { "set -gx \($0) \(fishQuoted($1))" }.joined(separator: "\n")
    case .dotenv:
      variables.map { "\($0)=\"\(escaped($1, ["\\", "\"", "$", "`"]))\"" }.joined(separator: "\n")
    case .github:
      variables.map { "\($0)=\($1)" }.joined(separator: "\n")
    case .json:
      JSONValue.object(
        variables.reduce(into: JSONObject()) { $0[$1.name] = .string($1.value) }
      ).text(.compact)
    }
  }

  private func fishQuoted(_ text: String) -> String {
    "'" + escaped(text, ["\\", "'"]) + "'"
  }

  private func escaped(_ text: String, _ special: Set<Character>) -> String {
    String(text.flatMap { special.contains($0) ? ["\\", $0] : [$0] })
  }
}
