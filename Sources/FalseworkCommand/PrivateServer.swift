// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import Foundation
internal import Logging

/// A server for the life of one command, with its state in a temporary folder.
struct PrivateServer {
  let server: MockServer
  private let temporaryFolder: String?

  /// Starts the server; `stateFolder` is used and kept when it is given.
  init(
    stateFolder: String?, logger: Logger, configure: (String) -> MockConfiguration
  ) throws(CommandFailure) {
    temporaryFolder = stateFolder == nil ? try Self.makeTemporaryFolder() : nil
    let folder = stateFolder ?? temporaryFolder ?? ""
    do {
      server = try MockServer.start(configure(folder), logger: logger)
    } catch {
      if let temporaryFolder { try? FileManager.default.removeItem(atPath: temporaryFolder) }
      throw CommandFailure(error)
    }
  }

  func stop() async {
    await server.stop()
    if let temporaryFolder { try? FileManager.default.removeItem(atPath: temporaryFolder) }
  }

  private static func makeTemporaryFolder() throws(CommandFailure) -> String {
    let folder = NSTemporaryDirectory() + "falsework-XXXXXX"
    var template = Array(folder.utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure("cannot make a temporary folder in \(NSTemporaryDirectory())")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
