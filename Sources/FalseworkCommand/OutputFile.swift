// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

/// A file that the user asked to be written.
struct OutputFile {
  /// The absolute path.
  let path: String
  /// What to do where it cannot be written.
  private let remedy: String

  /// Names a file by a path that may be relative to the current folder, and the option that it, or
  /// the folder that it lies in, was named by.
  init(_ path: String, option: String = "--output", named thing: NamedThing = .file) {
    self.path = URL(fileURLWithPath: path).path
    remedy = "choose another \(thing.rawValue) with \(option)"
  }

  /// What an option names.
  enum NamedThing: String {
    case file
    case folder
  }

  /// The absolute path of the folder, links followed.
  var folder: String {
    URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
  }

  /// Writes the file, over what is there.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure }
    defer { close(descriptor) }
    guard Self.put(bytes, descriptor) else { throw failure }
  }

  /// Writes the file so that a reader sees all of it or what was there before.
  func replace(_ bytes: [UInt8]) throws(CommandFailure) {
    guard keepsContents else { return try write(bytes) }
    let draft = "\(path).\(getpid())"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure }
    let isWhole = Self.put(bytes, descriptor)
    let result = isWhole ? nil : failure
    close(descriptor)
    guard result == nil, rename(draft, path) == 0 else {
      let failure = result ?? failure
      unlink(draft)
      throw failure
    }
  }

  /// Takes the file away, unless it is a device or a pipe.
  func remove() {
    if keepsContents { unlink(path) }
  }

  /// Whether to write this file is to lose what the other one holds.
  func overwrites(_ other: OutputFile) -> Bool {
    guard keepsContents else { return false }
    if let own = Self.status(of: path), let others = Self.status(of: other.path) {
      return own.st_dev == others.st_dev && own.st_ino == others.st_ino
    }
    return folder == other.folder && Self.name(of: path) == Self.name(of: other.path)
  }

  /// Whether what is written stays, as it does not in devices and pipes.
  private var keepsContents: Bool {
    Self.status(of: path).map { $0.st_mode & S_IFMT == S_IFREG } ?? true
  }

  private static func name(of path: String) -> String {
    URL(fileURLWithPath: path).lastPathComponent
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  /// Writes bytes that are no text to the standard output.
  static func writeStandardOutput(_ bytes: [UInt8]) throws(CommandFailure) {
    guard put(bytes, STDOUT_FILENO) else {
      throw CommandFailure(
        "cannot write to standard output: \(String(cString: strerror(errno))); name a file instead")
    }
  }

  /// Writes to the end; `errno` says why it could not.
  private static func put(_ bytes: [UInt8], _ descriptor: CInt) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// What the system said last.
  private var failure: CommandFailure {
    CommandFailure("cannot write \(path): \(String(cString: strerror(errno))); \(remedy)")
  }
}
