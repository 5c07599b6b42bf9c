// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue
internal import GRDB

extension FileRecord {
  static let insertion = """
    INSERT INTO files (path, request, ordinal, name, content_type, size, digest, created, recipe)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  var arguments: StatementArguments {
    [
      path, request.description, ordinal, name, contentType, size, digest, created.microseconds,
      recipe,
    ]
  }

  /// Reads a row; a row that this program did not write is an error.
  init(row: Row) throws(StoreError) {
    let path: String = row["path"]
    guard let request = RequestID(row["request"] as String) else {
      throw StoreError("the file \(path) is damaged in the database")
    }
    self.init(
      path: path, request: request, ordinal: row["ordinal"], name: row["name"],
      contentType: row["content_type"], size: row["size"], digest: row["digest"],
      created: Timestamp(microseconds: row["created"]), recipe: row["recipe"])
  }
}
