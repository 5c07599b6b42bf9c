// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import Foundation
import GRDB
import Testing

private func fileRecord(
  of request: RequestID, path: String = "/files/b/0123abcd/x_model.glb", ordinal: Int = 0,
  contents: [UInt8], digest: String = "d1"
) -> FileRecord {
  FileRecord(
    path: path, request: request, ordinal: ordinal, name: "model.glb",
    contentType: "application/octet-stream",
    size: contents.count, digest: digest, created: testNow)
}

@Suite("A file in the store")
struct FileTests {
  @Test(
    "is found by its request and its path, across restarts",
    arguments: [0, 1, 4096, 3_000_001])
  func roundTrip(size: Int) async throws {
    let stage = try Stage()
    let contents = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let kept = try await stage.withStore { store in
      let record = try await store.accept(try submission())
      let file = fileRecord(of: record.id, contents: contents)
      #expect(try await store.keep(file, contents: contents) == file)
      return file
    }
    try await stage.withStore { store in
      let found = [try store.file(of: kept.request), try store.file(at: kept.path)]
      #expect(found == [kept, kept])
      #expect(try read(store.localPath(of: kept)) == contents)
      #expect(store.localPath(of: kept).hasPrefix(stage.folder.state))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: stage.folder.state + "/files")
    #expect(names == [kept.request.description])
  }

  @Test("stays when another is made for its request")
  func first() async throws {
    try await Stage().withStore { store in
      let id = try await store.accept(try submission()).id
      let one = fileRecord(of: id, contents: [1])
      let two = fileRecord(of: id, path: "/b", contents: [2, 2])
      #expect(try await store.keep(one, contents: [1]) == one)
      #expect(try await store.keep(two, contents: [2, 2]) == one)
      #expect(try await store.keep(one, contents: [1]) == one)
      #expect(try store.file(of: id) == one)
      #expect(try store.file(at: "/b") == nil)
      #expect(try read(store.localPath(of: one)) == [1])
    }
  }

  @Test("shares its contents with others of its recipe, and keeps them when those are gone")
  func recipes() async throws {
    try await Stage().withStore { store in
      var files: [FileRecord] = []
      for index in 0..<2 {
        let id = try await store.accept(try submission()).id
        files.append(
          FileRecord(
            path: "/\(index)", request: id, name: "a", contentType: "b", size: 2, digest: "d",
            created: testNow, recipe: "r"))
      }
      #expect(try store.file(madeBy: "r") == nil)
      _ = try await store.keep(files[0], contents: [7, 8])
      #expect(try store.file(madeBy: "r") == files[0])
      #expect(try store.file(madeBy: "s") == nil)
      #expect(try await store.keep(files[1], sharing: files[0]) == files[1])
      try FileManager.default.removeItem(atPath: store.localPath(of: files[0]))
      #expect(try read(store.localPath(of: files[1])) == [7, 8])
      let third = fileRecord(of: files[0].request, path: "/3", ordinal: 3, contents: [1, 2])
      await #expect(throws: (any Error).self) { try await store.keep(third, sharing: files[0]) }
    }
  }

  @Test("has a place among the files of its request")
  func several() async throws {
    try await Stage().withStore { store in
      let id = try await store.accept(try submission()).id
      let files = [2, 0, 7].map { ordinal in
        fileRecord(of: id, path: "/\(ordinal)", ordinal: ordinal, contents: [UInt8(ordinal)])
      }
      for file in files { _ = try await store.keep(file, contents: [UInt8(file.ordinal)]) }
      for file in files {
        #expect(try store.file(of: id, file.ordinal) == file)
        #expect(try store.file(at: file.path) == file)
        #expect(try read(store.localPath(of: file)) == [UInt8(file.ordinal)])
      }
      #expect(try store.file(of: id, 1) == nil)
    }
  }

  @Test("of a store that knew one file a request is still there")
  func migration() async throws {
    let stage = try Stage()
    let kept = try await stage.withStore { store in
      let id = try await store.accept(try submission(output: OutputPlan(body: 1))).id
      return try await store.keep(fileRecord(of: id, contents: [9]), contents: [9])
    }
    try await takeBack(stage.folder.state + "/falsework.sqlite")
    try await stage.withStore { store in
      #expect(try store.file(of: kept.request) == kept)
      #expect(try read(store.localPath(of: kept)) == [9])
      let record = try #require(try store.request(kept.request))
      #expect(record.output == nil)
    }
  }

  /// Gives a database the tables that it had before requests kept outputs.
  private func takeBack(_ path: String) async throws {
    let database = try DatabaseQueue(path: path)
    defer { try? database.close() }
    try await database.write { database in
      try database.execute(
        sql: """
          CREATE TABLE old (
            path TEXT NOT NULL PRIMARY KEY,
            request TEXT NOT NULL UNIQUE REFERENCES requests (id),
            name TEXT NOT NULL,
            content_type TEXT NOT NULL,
            size INTEGER NOT NULL,
            digest TEXT NOT NULL,
            created INTEGER NOT NULL
          ) STRICT, WITHOUT ROWID;
          INSERT INTO old
            SELECT path, request, name, content_type, size, digest, created FROM files;
          DROP TABLE files;
          ALTER TABLE old RENAME TO files;
          ALTER TABLE requests DROP COLUMN output;
          DELETE FROM grdb_migrations
          WHERE identifier LIKE 'outputs%' OR identifier LIKE 'recipes%';
          """)
    }
  }

  @Test("is whole and one, though many make it at the same time")
  func concurrent() async throws {
    let stage = try Stage()
    try await stage.withStore { store in
      let id = try await store.accept(try submission()).id
      let kept = try await withThrowingTaskGroup(of: FileRecord.self) { group in
        for number in 0..<40 {
          let contents = [UInt8](repeating: UInt8(number), count: 50_000 + number)
          let file = fileRecord(of: id, contents: contents, digest: "\(number)")
          group.addTask { try await store.keep(file, contents: contents) }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      let file = try #require(kept.first)
      #expect(kept.count == 1)
      let number = try #require(UInt8(file.digest))
      let contents = [UInt8](repeating: number, count: file.size)
      #expect(try read(store.localPath(of: file)) == contents)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: stage.folder.state + "/files")
    #expect(names.count == 1)
  }

  @Test("belongs to a request")
  func orphan() async throws {
    try await Stage().withStore { store in
      let file = fileRecord(of: try strangerID(), contents: [1])
      await #expect(throws: StoreError.self) { try await store.keep(file, contents: [1]) }
      #expect(try store.file(of: file.request) == nil)
      #expect(try store.file(at: file.path) == nil)
    }
  }

  @Test("has a path that no other request's file has")
  func pathTaken() async throws {
    try await Stage().withStore { store in
      let one = fileRecord(of: try await store.accept(try submission()).id, contents: [1])
      let two = fileRecord(of: try await store.accept(try submission()).id, contents: [2])
      #expect(try await store.keep(one, contents: [1]) == one)
      await #expect(throws: StoreError.self) { try await store.keep(two, contents: [2]) }
      #expect(try store.file(at: one.path) == one)
      #expect(try store.file(of: two.request) == nil)
    }
  }

  @Test("is not found by a hostile path", arguments: ["", "'", "' OR 1=1 --", "%", "/files/../x"])
  func hostilePath(path: String) async throws {
    try await Stage().withStore { store in
      let id = try await store.accept(try submission()).id
      _ = try await store.keep(fileRecord(of: id, contents: [1]), contents: [1])
      #expect(try store.file(at: path) == nil)
    }
  }

  @Test("reports where it could not be written")
  func unwritable() async throws {
    let stage = try Stage()
    try await stage.withStore { store in
      let file = fileRecord(of: try await store.accept(try submission()).id, contents: [1])
      try FileManager.default.removeItem(atPath: stage.folder.state + "/files")
      let error = await #expect(throws: StoreError.self) {
        try await store.keep(file, contents: [1])
      }
      #expect(error?.description.contains(store.localPath(of: file)) == true)
      #expect(try store.file(of: file.request) == nil)
    }
  }
}
