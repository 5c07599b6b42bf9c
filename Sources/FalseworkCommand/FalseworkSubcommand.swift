// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// A subcommand, which is given everything it may use.
protocol FalseworkSubcommand: ParsableCommand {
  func run(_ context: CommandContext) async throws -> ExitStatus
}

/// What a subcommand may use of the world around it.
struct CommandContext: Sendable {
  let environment: ProcessEnvironment
  let console: Console
}

/// A reason to stop, in one line that names place and fix.
struct CommandFailure: Error {
  let message: String
  var status = ExitStatus.failure

  init(_ message: String, status: ExitStatus = .failure) {
    self.message = message
    self.status = status
  }

  /// Any error of ours describes itself in one line.
  init(_ error: any Error) {
    self.init("\(error)")
  }
}

/// The status that a process ends with.
public struct ExitStatus: Sendable, Hashable {
  /// The number.
  public let code: Int32

  /// Creates a status.
  public init(code: Int32) {
    self.code = code
  }

  /// Everything went well.
  public static let success = ExitStatus(code: 0)
  /// Something went wrong.
  public static let failure = ExitStatus(code: 1)
  /// The command line was wrong.
  public static let usage = ExitStatus(code: 2)
}
