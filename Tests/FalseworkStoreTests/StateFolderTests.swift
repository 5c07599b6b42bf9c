// Falsework
// SPDX-License-Identifier: MIT

import FalseworkStore
import FalseworkTestSupport
import Foundation
import Testing

@Suite("The state folder")
struct StateFolderTests {
  private func failure(_ path: String) -> String? {
    do throws(StoreError) {
      _ = try StateFolder(path: path)
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    "is made with everything above it, for its owner alone",
    arguments: ["a", "a/b c/ü/", "a//b/."])
  func made(tail: String) throws {
    let temporary = try TemporaryFolder()
    let folder = try StateFolder(path: temporary.path + "/" + tail)
    #expect(folder.path.hasPrefix("/"))
    #expect(!folder.path.hasSuffix("/"))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
  }

  @Test("is refused while another server holds it, whatever name it goes by")
  func locked() throws {
    let temporary = try TemporaryFolder()
    let link = temporary.path + "/link"
    let first = try StateFolder(path: temporary.state)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: first.path)
    for path in [temporary.state, temporary.state + "/", temporary.state + "/../state", link] {
      #expect(
        failure(path) == "the state folder \(first.path) is used by a falsework server; "
          + "stop that one or choose another folder with --state DIR")
    }
    #expect(FileManager.default.fileExists(atPath: first.path + "/lock"))
  }

  @Test("is free again when its store is closed")
  func closed() throws {
    let temporary = try TemporaryFolder()
    let store = try StateStore(folder: StateFolder(path: temporary.state))
    #expect(failure(temporary.state) != nil)
    store.close()
    #expect(failure(temporary.state) == nil)
  }

  @Test("is free again when it goes away, and after refusals")
  func released() throws {
    let temporary = try TemporaryFolder()
    try withExtendedLifetime(StateFolder(path: temporary.state)) {
      for _ in 0..<10 { #expect(failure(temporary.state) != nil) }
    }
    for _ in 0..<10 { #expect(failure(temporary.state) == nil) }
  }

  @Test("cannot be a file, nor lie below one")
  func file() throws {
    let temporary = try TemporaryFolder()
    try write([1, 2, 3], to: temporary.state)
    let advice = "choose a folder with --state DIR"
    #expect(failure(temporary.state) == "\(temporary.state) is not a folder; \(advice)")
    let below = try #require(failure(temporary.state + "/below"))
    #expect(below.hasPrefix("cannot make \(temporary.state)/below: Not a directory; "))
    #expect(try read(temporary.state) == [1, 2, 3])
  }

  @Test("cannot lie where the system allows no folders", arguments: ["/proc/x", "/proc/a/b"])
  func forbidden(path: String) throws {
    let message = try #require(failure(path))
    #expect(message.hasPrefix("cannot make /proc/"))
    #expect(message.hasSuffix("; make it writable or choose another folder with --state DIR"))
  }

  @Test("needs a name")
  func empty() {
    #expect(failure("") != nil)
  }

  @Test("cannot have its own files' names taken by something else")
  func taken() throws {
    let temporary = try TemporaryFolder()
    for (name, other) in [("lock", "one"), ("falsework.sqlite", "two")] {
      let state = "\(temporary.path)/\(other)"
      try FileManager.default.createDirectory(
        atPath: "\(state)/\(name)", withIntermediateDirectories: true)
      let error = #expect(throws: StoreError.self) {
        try StateStore(folder: StateFolder(path: state))
      }
      #expect(error?.description.contains("\(state)/\(name)") == true)
    }
    try FileManager.default.createDirectory(
      atPath: temporary.state, withIntermediateDirectories: true)
    try write([], to: temporary.state + "/files")
    #expect(failure(temporary.state)?.contains("/files is not a folder") == true)
  }
}
