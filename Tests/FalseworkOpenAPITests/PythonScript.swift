// Falsework
// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// A Python script, run to its end.
enum PythonScript {
  /// Returns what a command wrote; fails with its complaints when it did not end well.
  static func output(of command: [String]) async throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    async let complaints = contents(of: errors)
    let written = await contents(of: output)
    let said = String(decoding: await complaints, as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(said)")
    return written
  }

  private static func contents(of pipe: Pipe) async -> [UInt8] {
    let handle = pipe.fileHandleForReading
    return await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: [UInt8](handle.readDataToEndOfFile()))
      }
    }
  }
}
