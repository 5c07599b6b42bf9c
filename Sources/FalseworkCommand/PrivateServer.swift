// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import Foundation
internal import Logging

/// A server for the life of one command.
enum PrivateServer {
  /// Runs `body` with a server on `stateFolder`, or on a temporary folder that is gone afterwards.
  static func with<Value>(
    stateFolder: String?, logger: Logger, configure: (String) throws -> MockConfiguration,
    _ body: (MockServer) async throws -> Value
  ) async throws -> Value {
    let folder = try stateFolder ?? TemporaryFolder.make()
    defer {
      if stateFolder == nil { try? FileManager.default.removeItem(atPath: folder) }
    }
    let server = try start(try configure(folder), logger)
    do {
      let value = try await body(server)
      await server.stop()
      return value
    } catch {
      await server.stop()
      throw error
    }
  }

  private static func start(
    _ configuration: MockConfiguration, _ logger: Logger
  ) throws(CommandFailure) -> MockServer {
    do {
      return try MockServer.start(configuration, logger: logger)
    } catch {
      throw CommandFailure(error)
    }
  }
}
