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
      try await store.put(Array(content.utf8), digest: digest, at: upload)
      let found = try #require(try store.upload(at: upload.path))
      #expect(found.contents == Upload.Contents(size: content.utf8.count, digest: digest))
      #expect(
        try read(store.localPath(of: found, digest: digest)) == Array(content.utf8))
    }
    let former = store.localPath(of: upload, digest: "d1")
    #expect(!FileManager.default.fileExists(atPath: former))
    #expect(try store.upload(at: "/files/b/other") == nil)
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
