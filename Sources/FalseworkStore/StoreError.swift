// Falsework
// SPDX-License-Identifier: MIT

internal import GRDB
internal import Glibc

/// Why the state could not be opened, read or written, in one line that names place and fix.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  /// What happened and what to do.
  public let description: String
  /// What kind of trouble it is.
  public let cause: Cause

  /// The kinds of trouble that are answered differently.
  public enum Cause: Sendable, Hashable {
    /// There is no room on the disk.
    case noRoom
    /// Anything else.
    case other
  }

  init(_ description: String, cause: Cause = .other) {
    self.description = description
    self.cause = cause
  }

  /// A system call on a file has failed with the current `errno`.
  init(writing path: String) {
    let code = errno
    let isFull = [ENOSPC, EDQUOT, EFBIG].contains(code)
    self.init(
      "cannot write \(path): \(String(cString: strerror(code)))"
        + (isFull ? "; free some space and try again" : ""),
      cause: isFull ? .noRoom : .other)
  }

  /// An error met while `doing` something to the database at `path`.
  init(_ doing: String, path: String, _ error: any Error) {
    guard let error = error as? DatabaseError else {
      self.init("cannot \(doing) \(path): \(error)")
      return
    }
    let reason = error.message ?? error.resultCode.description
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      self.init(
        "cannot \(doing) \(path): \(reason); "
          + "move the file away or choose another folder with --state DIR")
    case .SQLITE_FULL:
      self.init(
        "cannot \(doing) \(path): \(reason); free some space and try again", cause: .noRoom)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init("cannot \(doing) \(path): \(reason); end the other program that holds it")
    case .SQLITE_IOERR:
      self.init(
        "cannot \(doing) \(path): \(reason); "
          + "look at the disk's space and health, or choose another folder with --state DIR")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      self.init(
        "cannot \(doing) \(path): \(reason); "
          + "make it writable or choose another folder with --state DIR")
    default:
      self.init("cannot \(doing) \(path): \(reason)")
    }
  }
}
