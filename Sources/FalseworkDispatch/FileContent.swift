// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// A part of a file, read piece by piece.
final class FileContent {
  private let descriptor: CInt
  private var range: Range<Int>

  static let pieceBytesMax = 64 * 1024

  /// Opens a file; `nil` if it cannot be read, is no plain file, or ends before the range does.
  init?(path: String, range: Range<Int>) {
    // Opening a pipe would wait for its other end.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    self.range = range
    var status = stat()
    // From here on a failure runs `deinit`, which closes.
    guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      range.lowerBound >= 0, status.st_size >= range.upperBound
    else { return nil }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  var isAtEnd: Bool { range.isEmpty }

  /// Returns the next piece; `nil` if the file has become unreadable.
  func next() -> [UInt8]? {
    let count = min(range.count, Self.pieceBytesMax)
    let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, pread(descriptor, buffer.baseAddress, count, range.lowerBound))
    }
    guard !piece.isEmpty else { return nil }
    range = (range.lowerBound + piece.count)..<range.upperBound
    return piece
  }
}
