// Falsework
// SPDX-License-Identifier: MIT

import Glibc

/// A folder that keeps secrets.
enum PrivateFolder {
  /// Makes a folder and its parents with mode 0700 where they are missing.
  ///
  /// Throws where others may write to it.
  static func make(_ path: String) throws(TLSError) {
    var status = stat()
    if stat(path, &status) != 0 {
      let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
      if !parent.isEmpty { try makeParents(parent) }
      let made = mkdir(path, 0o700) == 0
      guard made || errno == EEXIST, stat(path, &status) == 0 else {
        throw TLSError(.unwritable, "cannot make the folder \(path): \(systemReason())")
      }
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw TLSError(.unwritable, "\(path) is not a folder")
    }
    guard status.st_mode & 0o022 == 0 else {
      throw TLSError(
        .exposed, "other users of this machine can write to \(path); run: chmod 700 \(path)")
    }
  }

  /// Makes a folder's missing ancestors; a failure shows when the folder itself is made.
  private static func makeParents(_ path: String) throws(TLSError) {
    guard path.utf8.count < Int(PATH_MAX) else {
      throw TLSError(.unwritable, "the path of a folder is longer than \(PATH_MAX) bytes")
    }
    var end = path.startIndex
    while end < path.endIndex {
      end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
      mkdir(String(path[..<end]), 0o700)
    }
  }
}
