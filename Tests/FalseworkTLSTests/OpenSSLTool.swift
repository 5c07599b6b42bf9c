// Falsework
// SPDX-License-Identifier: MIT

import Foundation

/// The `openssl` command, as a second opinion on certificates.
enum OpenSSLTool {
  static let path = "/usr/bin/openssl"

  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// Returns what the command prints, whether it succeeds or not.
  static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
