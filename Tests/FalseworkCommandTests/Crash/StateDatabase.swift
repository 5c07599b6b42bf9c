// Falsework
// SPDX-License-Identifier: MIT

import GRDB

/// The database of a state folder, read beside the server that uses it.
struct StateDatabase {
  private let queue: DatabaseQueue

  init(state: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    queue = try DatabaseQueue(
      path: state + "/falsework.sqlite", configuration: configuration)
  }

  /// What SQLite finds wrong; empty where all is well.
  func complaints() throws -> [String] {
    try queue.read { database in
      let found = try String.fetchAll(database, sql: "PRAGMA integrity_check")
      let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
      return found.filter { $0 != "ok" } + orphans.map(\.description)
    }
  }

  func count(_ sql: String) throws -> Int {
    try queue.read { try Int.fetchOne($0, sql: sql) ?? 0 }
  }
}
