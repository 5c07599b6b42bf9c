// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
public import FalseworkQueue
internal import GRDB

extension StateStore {
  /// Keeps a token of the CDN until it expires, and forgets those that have.
  public func keep(
    token: String, of session: SessionID, until expiry: Timestamp, at now: Timestamp
  ) async throws(StoreError) {
    try await writing { database in
      try database.cachedStatement(sql: "DELETE FROM tokens WHERE expires <= ?")
        .execute(arguments: [now.microseconds])
      try database.cachedStatement(
        sql: "INSERT INTO tokens (token, session, expires) VALUES (?, ?, ?)"
      ).execute(arguments: [token, session.description, expiry.microseconds])
    }
  }

  /// Returns whose token this is, `nil` when it is nobody's or has expired.
  public func session(ofToken token: String, at now: Timestamp) throws(StoreError) -> SessionID? {
    try reading { database in
      let statement = try database.cachedStatement(
        sql: "SELECT session FROM tokens WHERE token = ? AND expires > ?")
      return try String.fetchOne(statement, arguments: [token, now.microseconds])
        .map { SessionID($0) }
    }
  }

  /// Returns the secret of this name, which is `fresh` if there was none before.
  public func secret(named name: String, orKeep fresh: String) throws(StoreError) -> String {
    try writingAtOnce { database in
      try database.execute(
        sql: "INSERT OR IGNORE INTO secrets (name, value) VALUES (?, ?)",
        arguments: [name, fresh])
      let kept = try String.fetchOne(
        database, sql: "SELECT value FROM secrets WHERE name = ?", arguments: [name])
      return kept ?? fresh
    }
  }
}
