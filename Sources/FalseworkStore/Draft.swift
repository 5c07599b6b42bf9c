// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// The contents of a file before it has its name, so that the name never stands for less than
/// all of them, nor for the contents of another write under way.
struct Draft: Sendable {
  private let path: String
  private let draftPath: String
  private let owner: Owner

  /// Who removes contents that do not get their name.
  private enum Owner {
    case draft
    case caller
  }

  /// Writes contents, or takes the file that holds them, for the path that they are meant for.
  init(of contents: NewContents, for path: String) throws(StoreError) {
    self.path = path
    switch contents {
    case .bytes(let bytes):
      owner = .draft
      draftPath = try Self.write(beside: path) { (file) throws(StoreError) in
        try file.write(bytes)
      }
    case .file(let given):
      owner = .caller
      draftPath = given
    case .those(let given):
      owner = .draft
      draftPath = try Self.share(given, beside: path)
    }
  }

  /// Joins files, in this order, for the path that they are meant for.
  init(joining parts: [String], for path: String) throws(StoreError) {
    self.path = path
    owner = .draft
    draftPath = try Self.write(beside: path) { (file) throws(StoreError) in
      for part in parts { try file.append(part) }
    }
  }

  /// Gives the contents their name, in place of what had it before.
  func publish() throws(StoreError) {
    guard rename(draftPath, path) == 0 else { throw StoreError(writing: path) }
  }

  /// Removes the contents unless they have their name, or belong to the caller.
  func discard() {
    if owner == .draft { unlink(draftPath) }
  }

  /// Gives a file that stays as it is one more name, or copies it where it can have no more.
  private static func share(_ given: String, beside path: String) throws(StoreError) -> String {
    let draftPath = try write(beside: path) { (_) throws(StoreError) in }
    unlink(draftPath)
    if link(given, draftPath) == 0 { return draftPath }
    return try write(beside: path) { (file) throws(StoreError) in try file.append(given) }
  }

  private static func write(
    beside path: String, _ fill: (OpenFile) throws(StoreError) -> Void
  ) throws(StoreError) -> String {
    var template = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw StoreError(writing: path) }
    defer { close(descriptor) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let draftPath = String(
      decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    do {
      try fill(OpenFile(descriptor: descriptor, path: path))
    } catch {
      unlink(draftPath)
      throw error
    }
    return draftPath
  }
}

/// Contents that are to be kept.
public enum NewContents: Sendable {
  /// Bytes in memory.
  case bytes([UInt8])
  /// A file, in the folder that the store has named for such, which gets another name.
  case file(path: String)
  /// Those of a file that the store keeps already, and that is never written to.
  case those(ofPath: String)
}

/// A file that is being written, and the path that it is meant for.
private struct OpenFile {
  let descriptor: CInt
  let path: String

  func write(_ contents: [UInt8]) throws(StoreError) {
    var written = 0
    while written < contents.count {
      let count = contents.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw StoreError(writing: path) }
      written += count
    }
  }

  /// Appends a file, which never comes to this process's memory.
  func append(_ part: String) throws(StoreError) {
    let source = open(part, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw StoreError(writing: path) }
    defer { close(source) }
    while case let count = sendfile(descriptor, source, nil, 1 << 30), count != 0 {
      if count < 0, errno != EINTR { throw StoreError(writing: path) }
    }
  }
}
