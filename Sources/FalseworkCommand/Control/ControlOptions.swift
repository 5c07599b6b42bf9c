// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework

/// Which server is asked by its control interface.
struct ControlOptions: ParsableArguments {
  @OptionGroup var place: StateOptions

  @Option(
    help: ArgumentHelp(
      "The control interface of a server, such as http://127.0.0.1:4010/_falsework.",
      discussion: "Without it, that of the server that run or env has pointed this shell at, or "
        + "that runs on the state folder.", valueName: "url"))
  var control: String?

  /// The variable by which `run` and `env` name the interface.
  private static let variable = "FALSEWORK_CONTROL_URL"
  /// The variable that holds the interface's token, for `serve`, `run` and those who ask.
  static let tokenVariable = "FALSEWORK_CONTROL_TOKEN"
  /// The client of the server that is meant.
  func client(_ environment: ProcessEnvironment) throws(CommandFailure) -> ControlClient {
    ControlClient(base: try base(environment), token: environment[Self.tokenVariable])
  }

  private func base(_ environment: ProcessEnvironment) throws(CommandFailure) -> String {
    if let control { return control }
    if place.state == nil, let named = environment[Self.variable] { return named }
    let folder = try place.folder(environment)
    guard let running = ServerAddresses(stateFolder: folder) else {
      throw CommandFailure(
        "no server runs on \(folder); start one with falsework serve, or name one with --control",
        status: .usage)
    }
    return running.controlURL
  }
}
