// Falsework
// SPDX-License-Identifier: MIT

internal import GRDB

/// The tables, as migrations that run once each.
enum Schema {
  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("requests and files") { database in
      try database.execute(
        sql: """
          CREATE TABLE requests (
            id TEXT NOT NULL PRIMARY KEY,
            session TEXT NOT NULL,
            endpoint TEXT NOT NULL,
            digest TEXT NOT NULL,
            occurrence INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            submitted INTEGER NOT NULL,
            started INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            prepare INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            export INTEGER NOT NULL,
            logs TEXT NOT NULL,
            cancelled INTEGER
          ) STRICT, WITHOUT ROWID;
          CREATE INDEX requests_by_body ON requests (session, digest, occurrence);
          CREATE INDEX requests_by_time ON requests (submitted);
          CREATE INDEX requests_by_cancellation ON requests (cancelled)
            WHERE cancelled IS NOT NULL;
          CREATE TABLE files (
            path TEXT NOT NULL PRIMARY KEY,
            request TEXT NOT NULL UNIQUE REFERENCES requests (id),
            name TEXT NOT NULL,
            content_type TEXT NOT NULL,
            size INTEGER NOT NULL,
            digest TEXT NOT NULL,
            created INTEGER NOT NULL
          ) STRICT, WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("outputs and several files of a request") { database in
      try database.execute(
        sql: """
          ALTER TABLE requests ADD COLUMN output TEXT;
          CREATE TABLE files_of_requests (
            path TEXT NOT NULL PRIMARY KEY,
            request TEXT NOT NULL REFERENCES requests (id),
            ordinal INTEGER NOT NULL,
            name TEXT NOT NULL,
            content_type TEXT NOT NULL,
            size INTEGER NOT NULL,
            digest TEXT NOT NULL,
            created INTEGER NOT NULL,
            UNIQUE (request, ordinal)
          ) STRICT, WITHOUT ROWID;
          INSERT INTO files_of_requests
            SELECT path, request, 0, name, content_type, size, digest, created FROM files;
          DROP TABLE files;
          ALTER TABLE files_of_requests RENAME TO files;
          """)
    }
    return migrator
  }()
}
