// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation
import GRDB
import Testing

/// Trouble that a running server has with its state.
enum Outage: String, CaseIterable, CustomTestStringConvertible {
  case fullDisk = "a full disk"
  case fileSizeLimit = "a limit of the size of files"
  case lockedDatabase = "a locked database"

  var testDescription: String { rawValue }

  /// What the log says of it, in one of these ways.
  var causes: [String] {
    switch self {
    case .fullDisk: ["database or disk is full", "No space left on device"]
    case .fileSizeLimit: ["disk I/O error", "File too large"]
    case .lockedDatabase: ["database is locked"]
    }
  }

  /// The outages that can be brought about here: only some may mount a disk of their own.
  static let possible = allCases.filter { $0 != .fullDisk || SmallDisk.isAllowed }

  /// Begins the outage for a server on a folder; returns what ends it.
  func begin(
    for server: ServingProcess, on folder: String
  ) async throws -> () async throws -> Void {
    switch self {
    case .fullDisk:
      let ballast = try SmallDisk.fill(folder)
      return { try FileManager.default.removeItem(atPath: ballast) }
    case .fileSizeLimit:
      try await limitFileSize(of: server.running.pid, to: "0")
      return { try await limitFileSize(of: server.running.pid, to: "unlimited") }
    case .lockedDatabase:
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let database = try DatabaseQueue(
        path: folder + "/state/falsework.sqlite", configuration: configuration)
      try database.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE") }
      return {
        try database.inDatabase { try $0.execute(sql: "ROLLBACK") }
        try database.close()
      }
    }
  }

  /// Runs a test with a folder that the outage can befall.
  func withFolder(_ test: (String) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      guard self == .fullDisk else { return try await test(folder) }
      try SmallDisk.mount(folder)
      defer { SmallDisk.unmount(folder) }
      try await test(folder)
    }
  }

  private func limitFileSize(of pid: pid_t, to bytes: String) async throws {
    let command = ["prlimit", "--pid", String(pid), "--fsize=\(bytes):"]
    let outcome = try await ExternalProgram.run(command)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }
}

/// A disk in memory, with room for little.
enum SmallDisk {
  private static let byteCount = 24 << 20

  /// Whether disks may be mounted, which containers may forbid even root.
  static let isAllowed: Bool = {
    guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
    return withExtendedLifetime(folder) {
      guard (try? mount(folder.path)) != nil else { return false }
      unmount(folder.path)
      return true
    }
  }()

  static func mount(_ folder: String) throws {
    let status = Foundation.mount("none", folder, "tmpfs", 0, "size=\(byteCount)")
    try #require(status == 0, "cannot mount: \(String(cString: strerror(errno)))")
  }

  static func unmount(_ folder: String) {
    _ = umount2(folder, CInt(MNT_DETACH))
  }

  /// Takes all the room that is left; returns the file that has it.
  static func fill(_ folder: String) throws -> String {
    let path = folder + "/ballast"
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(file) }
    let page = [UInt8](repeating: 0, count: 4096)
    while write(file, page, page.count) == page.count {}
    try #require(errno == ENOSPC)
    return path
  }
}
