// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// A part of a file, read or sent piece by piece.
package final class FileContent {
  private let descriptor: CInt
  private var range: Range<Int>

  /// The largest piece that is read into memory.
  static let pieceBytesMax = 64 * 1024
  /// The largest piece that is sent before other sockets get their turn.
  private static let sentPieceBytesMax = 512 * 1024

  /// Opens a file; `nil` if it cannot be read, is no plain file, or ends before the range does.
  package init?(path: String, range: Range<Int>) {
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
  /// The count of bytes that are still to come.
  var count: Int { range.count }

  /// Returns the next piece; `nil` if the file has become unreadable.
  func next() -> [UInt8]? {
    let count = min(range.count, Self.pieceBytesMax)
    let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, pread(descriptor, buffer.baseAddress, count, range.lowerBound))
    }
    guard !piece.isEmpty else { return nil }
    range.advance(by: piece.count)
    return piece
  }

  enum Sending {
    /// The system has taken so many bytes.
    case taken(Int)
    /// The system takes none for now.
    case blocked
    /// The connection is gone.
    case peerGone
    /// The file has become unreadable.
    case unreadable
  }

  /// Sends the next piece to a socket without reading it into memory.
  func send(to socket: CInt) -> Sending {
    var offset = off_t(range.lowerBound)
    let count = sendfile(socket, descriptor, &offset, min(range.count, Self.sentPieceBytesMax))
    if count > 0 {
      range.advance(by: count)
      return .taken(count)
    }
    if count == 0 { return .unreadable }
    switch errno {
    case EAGAIN: return .blocked
    case EINTR: return .taken(0)
    case EPIPE, ECONNRESET, ENOTCONN: return .peerGone
    default: return .unreadable
    }
  }
}

extension Range<Int> {
  fileprivate mutating func advance(by count: Int) {
    self = (lowerBound + count)..<upperBound
  }
}
