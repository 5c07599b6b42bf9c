// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import FalseworkTestSupport
import Foundation
import Testing

@Suite("Uploads in parts in the store") struct PartTests {
  private let parted = PartedUpload(
    id: "u1",
    upload: Upload(
      path: "/files/b/01234567/0123456789abcdefghijk_a.bin", session: SessionID("one"),
      contentType: "a/b", created: Timestamp(microseconds: 5)))

  private func store(in folder: TemporaryFolder) throws -> StateStore {
    try StateStore(folder: StateFolder(path: folder.state))
  }

  private func put(
    _ text: String, _ number: Int, in store: StateStore, bytesMax: Int = 100
  ) async throws -> PartedUpload.Outcome {
    let part = PartedUpload.Part(number: number, size: text.utf8.count, digest: "d\(text)")
    return try await store.put(
      .bytes(Array(text.utf8)), as: part, of: parted, bytesMax: bytesMax)
  }

  private static func whole(_ size: Int) -> Upload.Contents {
    Upload.Contents(size: size, digest: "whole", stored: Timestamp(microseconds: 9))
  }

  private func partFiles(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.state + "/parts")
  }

  @Test("are joined in the order of their numbers, and leave nothing behind")
  func joined() async throws {
    let folder = try TemporaryFolder()
    do {
      let store = try store(in: folder)
      #expect(try await store.begin(parted, countMax: 1))
      for (text, number) in [("cc", 3), ("x", 1), ("bb", 2), ("a", 1), ("a", 1)] {
        #expect(try await put(text, number, in: store) == .kept)
      }
      store.close()
    }
    let store = try store(in: folder)
    #expect(try store.partedUpload("u1", to: parted.upload.path) == parted)
    let parts = try store.parts(of: parted)
    #expect(parts.map(\.number) == [1, 2, 3])
    #expect(try partFiles(folder).count == 3)
    #expect(try await store.complete(parted, of: parts, as: Self.whole(5)) == .kept)
    let found = try #require(try store.upload(at: parted.upload.path))
    #expect(found.contents == Self.whole(5))
    #expect(try read(store.localPath(of: found, digest: "whole")) == Array("abbcc".utf8))
    #expect(try partFiles(folder).isEmpty)
    #expect(try store.partedUpload("u1", to: parted.upload.path)?.completed != nil)
    #expect(try await put("late", 4, in: store) == .alreadyCompleted)
    #expect(try await store.complete(parted, of: parts, as: Self.whole(5)) == .alreadyCompleted)
    #expect(try partFiles(folder).isEmpty)
  }

  @Test("are not joined when they are not those any more")
  func changed() async throws {
    let folder = try TemporaryFolder()
    let store = try store(in: folder)
    #expect(try await store.begin(parted, countMax: 1))
    #expect(try await put("a", 1, in: store) == .kept)
    let parts = try store.parts(of: parted)
    #expect(try await put("b", 2, in: store) == .kept)
    #expect(try await store.complete(parted, of: parts, as: Self.whole(1)) == .changed)
    #expect(try store.upload(at: parted.upload.path)?.contents == nil)
    #expect(try partFiles(folder).count == 2)
  }

  @Test("have a bounded size together, in which a part that is put again counts once")
  func size() async throws {
    let folder = try TemporaryFolder()
    let store = try store(in: folder)
    #expect(try await store.begin(parted, countMax: 1))
    #expect(try await put("12345", 1, in: store, bytesMax: 8) == .kept)
    #expect(try await put("1234", 2, in: store, bytesMax: 8) == .tooLarge)
    #expect(try await put("12345678", 1, in: store, bytesMax: 8) == .kept)
    #expect(try partFiles(folder).count == 1)
  }

  @Test("are forgotten with their session, the parts on the disk too")
  func reset() async throws {
    let folder = try TemporaryFolder()
    let store = try store(in: folder)
    let other = PartedUpload(
      id: "u2",
      upload: Upload(
        path: "/files/b/1/2", session: SessionID("two"), contentType: "a/b",
        created: Timestamp(microseconds: 5)))
    for parted in [parted, other] {
      #expect(try await store.begin(parted, countMax: 1))
      let part = PartedUpload.Part(number: 1, size: 1, digest: "d")
      let outcome = try await store.put(.bytes([1]), as: part, of: parted, bytesMax: 9)
      #expect(outcome == .kept)
    }
    _ = try await store.reset(SessionID("one"))
    #expect(try store.partedUpload("u1", to: parted.upload.path) == nil)
    #expect(try store.parts(of: parted).isEmpty)
    #expect(try store.parts(of: other).count == 1)
    #expect(try partFiles(folder).count == 1)
    _ = try await store.reset(nil)
    #expect(try partFiles(folder).isEmpty)
  }

  @Test("are begun by a session only so often without an end")
  func count() async throws {
    let folder = try TemporaryFolder()
    let store = try store(in: folder)
    #expect(try await store.begin(parted, countMax: 1))
    let second = PartedUpload(
      id: "u2",
      upload: Upload(
        path: "/files/b/1/2", session: SessionID("one"), contentType: "a/b",
        created: Timestamp(microseconds: 5)))
    #expect(try await store.begin(second, countMax: 1) == false)
    #expect(try store.partedUpload("u2", to: "/files/b/1/2") == nil)
    #expect(try await put("a", 1, in: store) == .kept)
    let parts = try store.parts(of: parted)
    #expect(try await store.complete(parted, of: parts, as: Self.whole(1)) == .kept)
    #expect(try await store.begin(second, countMax: 1))
  }
}

@Suite("What else the store keeps for the CDN") struct CDNStateTests {
  @Test("is what requests asked for of their files")
  func lifecycles() async throws {
    let folder = try TemporaryFolder()
    let store = try StateStore(folder: StateFolder(path: folder.state))
    let id = try #require(RequestID("019e1951-c778-7120-8a3b-0123456789ab"))
    #expect(try store.lifecycle(of: id) == nil)
    for lifecycle in [ObjectLifecycle(), ObjectLifecycle(lifetime: .seconds(5))] {
      try await store.keep(lifecycle, of: id, by: SessionID("one"))
      let kept = try #require(try store.lifecycle(of: id))
      #expect(kept.lifecycle == lifecycle)
      #expect(kept.session == SessionID("one"))
    }
  }

  @Test("is a secret that stays what it first was")
  func secrets() throws {
    let folder = try TemporaryFolder()
    for fresh in ["first", "second"] {
      let store = try StateStore(folder: StateFolder(path: folder.state))
      #expect(try store.secret(named: "a", orKeep: fresh) == "first")
      store.close()
    }
  }
}
