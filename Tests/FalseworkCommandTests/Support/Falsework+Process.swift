// Falsework
// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// The built `falsework`, run as a process of its own.
enum FalseworkProcess {
  struct Outcome: Sendable {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The program beside the tests' own.
  static var path: String {
    let tests = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
    return tests.deletingLastPathComponent().appendingPathComponent("falsework").path
  }

  /// Runs to the end; `environment` is added to that of the tests.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> Outcome {
    let process = try start(arguments, environment: environment)
    return await process.outcome()
  }

  static func start(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Running {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return try Running(process)
  }
}

/// A process that runs, whose output is collected on threads of their own.
final class Running: Sendable {
  private let process: Process
  private let output: Task<String, Never>
  private let errors: Task<String, Never>

  init(_ process: Process) throws {
    self.process = process
    let (out, err) = (Pipe(), Pipe())
    process.standardOutput = out
    process.standardError = err
    process.standardInput = FileHandle.nullDevice
    try process.run()
    output = Self.collect(out)
    errors = Self.collect(err)
  }

  var pid: Int32 { process.processIdentifier }

  func outcome() async -> FalseworkProcess.Outcome {
    let (output, errors) = (await output.value, await errors.value)
    await Self.onThread { self.process.waitUntilExit() }
    let status = process.terminationStatus
    return FalseworkProcess.Outcome(
      status: process.terminationReason == .exit ? status : 128 + status, output: output,
      errors: errors)
  }

  private static func collect(_ pipe: Pipe) -> Task<String, Never> {
    let handle = pipe.fileHandleForReading
    return Task {
      String(decoding: await onThread { handle.readDataToEndOfFile() }, as: UTF8.self)
    }
  }

  private static func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }
}

/// Runs `body` with a folder that is gone afterwards.
func withTemporaryFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
  var template = Array("\(NSTemporaryDirectory())falsework-tests-XXXXXX".utf8CString)
  let made = try #require(mkdtemp(&template))
  let folder = String(cString: made)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await body(folder)
}
