// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
public import FalseworkQueue
internal import GRDB

extension StateStore {
  /// Keeps what a submission asked for of the files that its request makes.
  public func keep(
    _ lifecycle: ObjectLifecycle, of request: RequestID, by session: SessionID
  ) async throws(StoreError) {
    try await writing { database in
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO lifecycles (request, session, lifecycle) VALUES (?, ?, ?)"
      ).execute(
        arguments: [request.description, session.description, lifecycle.stored ?? "{}"])
    }
  }

  /// Returns what was asked for of the files of a request, and by whom; `nil` for nothing.
  public func lifecycle(
    of request: RequestID
  ) throws(StoreError) -> (lifecycle: ObjectLifecycle, session: SessionID)? {
    try reading { database in
      let statement = try database.cachedStatement(
        sql: "SELECT session, lifecycle FROM lifecycles WHERE request = ?")
      return try Row.fetchOne(statement, arguments: [request.description]).map { row in
        (try ObjectLifecycle(stored: row["lifecycle"]), SessionID(row["session"]))
      }
    }
  }
}
