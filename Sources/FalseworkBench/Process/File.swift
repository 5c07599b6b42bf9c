// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

/// Whole files.
enum File {
  static func write(_ bytes: [UInt8], to path: String) throws(BenchFailure) {
    guard let file = fopen(path, "we") else {
      throw BenchFailure("cannot write \(path): \(SystemError.text)")
    }
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    // What was not written before may fail only now.
    guard fclose(file) == 0, isWritten else {
      throw BenchFailure("cannot write \(path): \(SystemError.text)")
    }
  }

  /// Reads a file to its end, which is how the files of `/proc` must be read; nil without one.
  static func bytes(at path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  static func text(at path: String) -> String? {
    bytes(at: path).map { String(decoding: $0, as: UTF8.self) }
  }

  static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }
}
