// Falsework
// SPDX-License-Identifier: MIT

import Glibc

/// A file that is gone when its last user is.
final class TemporaryFile: Sendable {
  let path: String

  /// Writes the content, then lengthens the file to `length` with zero bytes that take no space.
  init(_ content: [UInt8] = [], length: Int? = nil) throws {
    var template = Array("/tmp/falsework-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw TestFailure("no temporary file: \(errno)") }
    path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    write(descriptor, content, content.count)
    if let length { ftruncate(descriptor, length) }
    close(descriptor)
  }

  deinit {
    remove()
  }

  func remove() {
    unlink(path)
  }

  func shrink(to length: Int) {
    truncate(path, length)
  }
}
