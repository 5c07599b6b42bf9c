// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Foundation

/// The option for the state folder of a server that may be running.
struct StateOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The state folder of the server.", valueName: "dir"))
  var state: String?

  /// The folder's absolute path.
  func folder(_ environment: ProcessEnvironment) throws(CommandFailure) -> String {
    guard let state else { return try environment.stateFolder() }
    return URL(fileURLWithPath: state).path
  }
}
