// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation
internal import Glibc

/// A folder of one test's own, removed with the value.
public final class TemporaryFolder: Sendable {
  /// Where the folder is.
  public let path: String

  /// Makes a folder that nobody else may read.
  public init() throws {
    let template = FileManager.default.temporaryDirectory.path + "/falsework-tests-XXXXXX"
    var bytes = Array(template.utf8CString)
    guard mkdtemp(&bytes) != nil else { throw CocoaError(.fileWriteUnknown) }
    path = String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// Runs `body` with a folder that is gone afterwards.
public func withTemporaryFolder<Value>(
  _ body: (String) async throws -> Value
) async throws -> Value {
  let folder = try TemporaryFolder()
  let value = try await body(folder.path)
  // What is not used any more may be released, and the folder with it.
  withExtendedLifetime(folder) {}
  return value
}
