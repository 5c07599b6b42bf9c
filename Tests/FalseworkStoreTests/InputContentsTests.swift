// Falsework
// SPDX-License-Identifier: MIT

import FalseworkQueue
import FalseworkStore
import FalseworkTestSupport
import Foundation
import Testing

@Suite("The picture of an input in the store") struct InputContentsTests {
  @Test("is found by its digest, across restarts, whether it was bytes or a file of the store")
  func roundTrip() async throws {
    let stage = try Stage()
    try await stage.withStore { store in
      let other = stage.folder.path + "/upload"
      try write([4, 5], to: other)
      for (digest, contents) in [
        ("a", NewContents.bytes([1, 2, 3])), ("b", .those(ofPath: other)),
      ] {
        let id = try await store.accept(try submission()).id
        let picture = InputContents(digest: digest, contents)
        try await store.keep([.found(digest: digest)], picture, ofInputOf: id)
      }
      try FileManager.default.removeItem(atPath: other)
    }
    try await stage.withStore { store in
      for (digest, bytes) in [("a", [1, 2, 3]), ("b", [4, 5])] as [(String, [UInt8])] {
        let kept = try #require(store.inputContents(digest))
        #expect(kept.digest == digest && kept.size == bytes.count)
        #expect(try read(kept.localPath) == bytes)
      }
      #expect(store.inputContents("c") == nil)
    }
  }

  @Test("is there once for all who name it, and goes with the last of them")
  func sharing() async throws {
    try await Stage().withStore { store in
      for (session, digest) in [("one", "a"), ("two", "a"), ("two", "b"), ("two", "b")] {
        let id = try await store.accept(try submission(session: session)).id
        let picture = InputContents(digest: digest, .bytes(Array(digest.utf8)))
        try await store.keep([.failed("download"), .found(digest: digest)], picture, ofInputOf: id)
      }
      let folder = URL(filePath: try #require(store.inputContents("a")).localPath)
        .deletingLastPathComponent().path()
      let names = { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
      #expect(try names() == ["a", "b"])
      _ = try await store.reset(SessionID("two"))
      #expect(try names() == ["a"])
      _ = try await store.reset(nil)
      #expect(try names().isEmpty)
    }
  }

  @Test("of a request that is gone is not kept, nor what became of its files")
  func gone() async throws {
    try await Stage().withStore { store in
      let id = try await store.accept(try submission()).id
      _ = try await store.reset(nil)
      let picture = InputContents(digest: "a", .bytes([1]))
      await #expect(throws: StoreError.self) {
        try await store.keep([.found(digest: "a")], picture, ofInputOf: id)
      }
      #expect(store.inputContents("a") == nil)
      #expect(try store.inputFiles(of: id) == nil)
    }
  }
}
