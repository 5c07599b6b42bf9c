// Falsework
// SPDX-License-Identifier: MIT

internal import GRDB

/// Why the state could not be opened, read or written, in one line that names place and fix.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  /// What happened and what to do.
  public let description: String

  init(_ description: String) {
    self.description = description
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
      self.init("cannot \(doing) \(path): \(reason); free some space and try again")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_IOERR:
      self.init(
        "cannot \(doing) \(path): \(reason); "
          + "make it writable or choose another folder with --state DIR")
    default:
      self.init("cannot \(doing) \(path): \(reason)")
    }
  }
}
