// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkTLS

extension LocalTrust {
  /// Loads the authority of a state folder, made now if there is none.
  static func loaded(from folder: String) throws(CommandFailure) -> LocalTrust {
    try explained { try LocalTrust(folder: folder) }
  }

  /// Replaces the authority of a state folder, unless a server uses it.
  static func rotated(in folder: String) throws(CommandFailure) -> LocalTrust {
    try explained { try LocalTrust.rotate(folder: folder) }
  }

  /// Adds what can be done at the command line about a file that cannot be got at.
  private static func explained(
    _ body: () throws -> LocalTrust
  ) throws(CommandFailure) -> LocalTrust {
    do {
      return try body()
    } catch let error as TLSError where [.unreadable, .unwritable].contains(error.code) {
      throw CommandFailure(
        "\(error); give yourself access to it or choose another folder with --state DIR")
    } catch {
      throw CommandFailure(error)
    }
  }
}
