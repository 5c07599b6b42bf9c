// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation

/// The `openssl` command, as a second opinion on certificates.
enum OpenSSLTool {
  static let path = "/usr/bin/openssl"

  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// Returns what the command prints, whether it succeeds or not.
  static func run(_ arguments: [String]) throws -> String {
    let outcome = try ExternalProgram([path] + arguments).outcomeBlocking()
    return outcome.output + outcome.errors
  }
}
