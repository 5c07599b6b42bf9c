// Falsework
// SPDX-License-Identifier: MIT

internal import GRDB

/// The tables, as migrations that run once each.
enum Schema {
  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    for (name, sql) in migrations {
      migrator.registerMigration(name) { database in try database.execute(sql: sql) }
    }
    return migrator
  }()

  private static let migrations = [
    ("requests and files", requestsAndFiles),
    ("outputs and several files of a request", outputsAndFiles),
    ("uploads and tokens of the CDN", uploadsAndTokens),
    ("jobs and their runs", jobsAndRuns),
    ("webhooks and their attempts", webhooksAndAttempts),
    ("uploads in parts and lifecycles", partsAndLifecycles),
    ("files of inputs", filesOfInputs),
    ("conducts of webhooks", "ALTER TABLE webhooks ADD COLUMN conduct TEXT;"),
    ("recipes of files", recipesOfFiles),
  ]

  private static let requestsAndFiles = """
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
    """

  private static let outputsAndFiles = """
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
    """

  private static let uploadsAndTokens = """
    CREATE TABLE uploads (
      path TEXT NOT NULL PRIMARY KEY,
      session TEXT NOT NULL,
      content_type TEXT NOT NULL,
      created INTEGER NOT NULL,
      size INTEGER,
      digest TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tokens (
      token TEXT NOT NULL PRIMARY KEY,
      session TEXT NOT NULL,
      expires INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tokens_by_expiry ON tokens (expires);
    """

  /// What a request asks of the runners, and what it gets, instead of one wait and one run.
  private static let jobsAndRuns = """
    ALTER TABLE requests ADD COLUMN job TEXT NOT NULL DEFAULT '';
    ALTER TABLE requests ADD COLUMN runs TEXT NOT NULL DEFAULT '[]';
    UPDATE requests SET
      job = json_object(
        'ready', started, 'sequence', 0, 'priority', 'normal', 'deadline', NULL,
        'attempts', json_array(json_array(ended - started, NULL)),
        'stages', json_array(prepare, generation, export)),
      runs = CASE WHEN cancelled <= started THEN '[]' ELSE
        json_array(json_array(submitted, started, MIN(ended, IFNULL(cancelled, ended)), 0)) END,
      ended = IFNULL(cancelled, ended);
    ALTER TABLE requests DROP COLUMN started;
    ALTER TABLE requests DROP COLUMN prepare;
    ALTER TABLE requests DROP COLUMN generation;
    ALTER TABLE requests DROP COLUMN export;
    ALTER TABLE requests DROP COLUMN logs;
    CREATE INDEX requests_by_end ON requests (session, ended);
    """

  private static let webhooksAndAttempts = """
    CREATE TABLE webhooks (
      request TEXT NOT NULL PRIMARY KEY REFERENCES requests (id) ON DELETE CASCADE,
      url TEXT NOT NULL,
      door TEXT NOT NULL,
      state TEXT NOT NULL,
      next INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX webhooks_waiting ON webhooks (request) WHERE state = 'waiting';
    CREATE INDEX webhooks_over ON webhooks (request) WHERE state <> 'waiting';
    CREATE TABLE webhook_attempts (
      request TEXT NOT NULL REFERENCES webhooks (request) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      began INTEGER NOT NULL,
      duration INTEGER NOT NULL,
      status INTEGER,
      failure TEXT,
      PRIMARY KEY (request, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX webhook_attempts_by_time ON webhook_attempts (began);
    """

  private static let partsAndLifecycles = """
    ALTER TABLE uploads ADD COLUMN stored INTEGER;
    ALTER TABLE uploads ADD COLUMN lifecycle TEXT;
    CREATE INDEX uploads_by_time ON uploads (created);
    CREATE TABLE parted_uploads (
      id TEXT NOT NULL PRIMARY KEY,
      path TEXT NOT NULL REFERENCES uploads (path),
      session TEXT NOT NULL,
      completed INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX parted_uploads_under_way ON parted_uploads (session) WHERE completed IS NULL;
    CREATE TABLE upload_parts (
      upload TEXT NOT NULL REFERENCES parted_uploads (id),
      number INTEGER NOT NULL,
      size INTEGER NOT NULL,
      digest TEXT NOT NULL,
      PRIMARY KEY (upload, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE lifecycles (
      request TEXT NOT NULL PRIMARY KEY,
      session TEXT NOT NULL,
      lifecycle TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE secrets (
      name TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  private static let filesOfInputs = """
    CREATE TABLE inputs (
      request TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      digest TEXT,
      failure TEXT,
      PRIMARY KEY (request, ordinal),
      CHECK ((digest IS NULL) <> (failure IS NULL))
    ) STRICT, WITHOUT ROWID;
    """

  private static let recipesOfFiles = """
    ALTER TABLE files ADD COLUMN recipe TEXT;
    CREATE INDEX files_by_recipe ON files (recipe) WHERE recipe IS NOT NULL;
    """
}
