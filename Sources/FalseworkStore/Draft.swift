// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// The contents of a file before it has its name, so that the name never stands for less than
/// all of them, nor for the contents of another write under way.
struct Draft: Sendable {
  private let path: String
  private let draftPath: String

  /// Writes contents beside the path that they are meant for.
  init(of contents: [UInt8], beside path: String) throws(StoreError) {
    var template = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Self.failure(path) }
    defer { close(descriptor) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.path = path
    draftPath = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    try write(contents, to: descriptor)
  }

  /// Gives the contents their name, in place of what had it before.
  func publish() throws(StoreError) {
    guard rename(draftPath, path) == 0 else { throw Self.failure(path) }
  }

  /// Removes the contents unless they have their name.
  func discard() {
    unlink(draftPath)
  }

  private func write(_ contents: [UInt8], to descriptor: CInt) throws(StoreError) {
    var written = 0
    while written < contents.count {
      let count = contents.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        defer { discard() }
        throw Self.failure(path)
      }
      written += count
    }
  }

  private static func failure(_ path: String) -> StoreError {
    StoreError("cannot write \(path): \(String(cString: strerror(errno)))")
  }
}
