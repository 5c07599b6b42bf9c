// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

/// The environment variables of a process.
public struct ProcessEnvironment: Sendable {
  /// The variables.
  public var variables: [String: String]

  /// Creates an environment.
  public init(_ variables: [String: String]) {
    self.variables = variables
  }

  /// The environment of this process.
  public static let ofProcess = ProcessEnvironment(ProcessInfo.processInfo.environment)

  subscript(name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The folder for state: `$XDG_STATE_HOME/falsework`, else `~/.local/state/falsework`.
  func stateFolder() throws(CommandFailure) -> String {
    if let base = self["XDG_STATE_HOME"], base.hasPrefix("/") { return base + "/falsework" }
    guard let home = self["HOME"] else {
      throw CommandFailure("HOME is not set; name a folder with --state DIR")
    }
    return home + "/.local/state/falsework"
  }
}
