// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

/// A file that the user asked to be written.
struct OutputFile {
  /// The absolute path.
  let path: String
  /// The option that named it.
  private let option: String

  /// Names a file by a path that may be relative to the current folder.
  init(_ path: String, option: String = "--output") {
    self.option = option
    self.path = URL(fileURLWithPath: path).path
  }

  /// The absolute path of the folder, links followed.
  var folder: String {
    URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
  }

  /// Writes the file, over what is there.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure() }
      rest = rest.dropFirst(count)
    }
  }

  private func failure() -> CommandFailure {
    let reason = String(cString: strerror(errno))
    return CommandFailure("cannot write \(path): \(reason); choose another file with \(option)")
  }
}
