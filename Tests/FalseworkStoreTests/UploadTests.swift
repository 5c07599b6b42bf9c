// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import FalseworkTestSupport
import Foundation
import Testing

@Suite("Uploads in the store") struct UploadTests {
  private let upload = Upload(
    path: "/files/b/01234567/0123456789abcdefghijk_a.png", session: SessionID("one"),
    contentType: "image/png", created: Timestamp(microseconds: 5))

  @Test("are there with what was put last, and nothing of what was put before is left")
  func last() async throws {
    let folder = try TemporaryFolder()
    let store = try StateStore(folder: StateFolder(path: folder.state))
    try await store.reserve(upload)
    #expect(try store.upload(at: upload.path) == upload)
    for (content, digest) in [("one", "d1"), ("two!", "d2"), ("two!", "d2")] {
      let description = Upload.Contents(
        size: content.utf8.count, digest: digest, stored: Timestamp(microseconds: 7))
      try await store.put(.bytes(Array(content.utf8)), description, at: upload)
      let found = try #require(try store.upload(at: upload.path))
      #expect(found.contents == description)
      #expect(
        try read(store.localPath(of: found, digest: digest)) == Array(content.utf8))
    }
    let former = store.localPath(of: upload, digest: "d1")
    #expect(!FileManager.default.fileExists(atPath: former))
    #expect(try store.upload(at: "/files/b/other") == nil)
  }

  @Test("take over files in the folder for what comes in, which is emptied at the start")
  func incoming() async throws {
    let folder = try TemporaryFolder()
    let lifecycle = ObjectLifecycle(
      lifetime: .seconds(60), access: .init(fallback: .hide, rules: []))
    let guarded = Upload(
      path: "/files/b/01234567/0123456789abcdefghijk_b.png", session: SessionID("one"),
      contentType: "image/png", created: Timestamp(microseconds: 5), lifecycle: lifecycle)
    do {
      let store = try StateStore(folder: StateFolder(path: folder.state))
      let (used, unused) = (store.incomingFolder + "/a", store.incomingFolder + "/b")
      try write(Array("kept".utf8), to: used)
      try write(Array("lost".utf8), to: unused)
      try await store.reserve(guarded)
      let description = Upload.Contents(size: 4, digest: "d", stored: Timestamp(microseconds: 9))
      try await store.put(.file(path: used), description, at: guarded)
      store.close()
    }
    let store = try StateStore(folder: StateFolder(path: folder.state))
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.incomingFolder).isEmpty)
    let found = try #require(try store.upload(at: guarded.path))
    #expect(found.lifecycle == lifecycle)
    #expect(try read(store.localPath(of: found, digest: "d")) == Array("kept".utf8))
    #expect(try store.latestMoment() == guarded.created)
  }

  @Test("say that a file which is not there cannot be kept")
  func missingFile() async throws {
    let folder = try TemporaryFolder()
    let store = try StateStore(folder: StateFolder(path: folder.state))
    try await store.reserve(upload)
    let description = Upload.Contents(size: 4, digest: "d", stored: Timestamp(microseconds: 9))
    await #expect(throws: StoreError.self) {
      try await store.put(.file(path: store.incomingFolder + "/none"), description, at: upload)
    }
    #expect(try store.upload(at: upload.path)?.contents == nil)
  }

  @Test("take the tokens that were given out, until they expire")
  func tokens() async throws {
    let folder = try TemporaryFolder()
    let store = try StateStore(folder: StateFolder(path: folder.state))
    let (start, end) = (Timestamp(microseconds: 100), Timestamp(microseconds: 200))
    try await store.keep(token: "t", of: SessionID("one"), until: end, at: start)
    #expect(try store.session(ofToken: "t", at: start) == SessionID("one"))
    #expect(try store.session(ofToken: "t", at: end) == nil)
    #expect(try store.session(ofToken: "u", at: start) == nil)
    try await store.keep(token: "u", of: SessionID("two"), until: end, at: end)
    #expect(try store.session(ofToken: "t", at: start) == nil, "what expired is forgotten")
  }
}
