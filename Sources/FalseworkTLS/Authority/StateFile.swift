// Falsework
// SPDX-License-Identifier: MIT

import Glibc

/// A small file in the state folder, read with a bound and written in one step.
struct StateFile {
  let path: String

  /// What was found at a path.
  struct Content {
    var bytes: [UInt8]
    /// The permission bits of the file read.
    var mode: mode_t
  }

  /// What happens to a file that is already there.
  enum Placement {
    case replacing
    case onlyIfAbsent
  }

  /// Returns the file's content, or nil when there is no file.
  func read(byteCountMax: Int) throws(TLSError) -> Content? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    if descriptor < 0 && errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw unreadable() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable() }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw TLSError(.unreadable, "\(path) is not a regular file")
    }
    let bytes = try read(descriptor, byteCountMax: byteCountMax)
    return Content(bytes: bytes, mode: status.st_mode & 0o7777)
  }

  private func read(_ descriptor: Int32, byteCountMax: Int) throws(TLSError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw unreadable() }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= byteCountMax else {
        throw TLSError(.tooLarge, "\(path) is larger than \(byteCountMax) bytes")
      }
    }
  }

  /// Writes the file so that others see either all of it or nothing, and it survives a crash.
  ///
  /// Returns false when the file was there already and `placement` says to leave it.
  @discardableResult
  func write(_ bytes: [UInt8], mode: mode_t, _ placement: Placement) throws(TLSError) -> Bool {
    let temporary = "\(path).\(hexadecimal(secureRandomBytes(8))).tmp"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(temporary, flags, mode)
    guard descriptor >= 0 else { throw unwritable() }
    defer { unlink(temporary) }
    do {
      defer { close(descriptor) }
      // The mode given to open is narrowed by the umask; the exact one is wanted.
      guard fchmod(descriptor, mode) == 0 else { throw unwritable() }
      try write(bytes, descriptor)
      guard fsync(descriptor) == 0 else { throw unwritable() }
    }
    return try place(temporary, placement)
  }

  private func write(_ bytes: [UInt8], _ descriptor: Int32) throws(TLSError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        let rest = UnsafeRawBufferPointer(rebasing: all[written...])
        return Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw unwritable() }
      written += count
    }
  }

  /// Gives the finished temporary file its name; `link` fails where `rename` would overwrite.
  private func place(_ temporary: String, _ placement: Placement) throws(TLSError) -> Bool {
    switch placement {
    case .replacing:
      guard rename(temporary, path) == 0 else { throw unwritable() }
    case .onlyIfAbsent:
      if link(temporary, path) != 0 {
        if errno == EEXIST { return false }
        throw unwritable()
      }
    }
    syncFolder()
    return true
  }

  /// Gives the file another's name and place in one step, which survives a crash.
  func move(to other: StateFile) throws(TLSError) {
    guard rename(path, other.path) == 0 else { throw other.unwritable() }
    other.syncFolder()
  }

  /// Makes the new name durable; file systems that cannot do so are no reason to fail.
  private func syncFolder() {
    let end = path.lastIndex(of: "/")
    let folder = end.map { String(path[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func unreadable() -> TLSError {
    TLSError(.unreadable, "cannot read \(path): \(systemReason())")
  }

  private func unwritable() -> TLSError {
    TLSError(.unwritable, "cannot write \(path): \(systemReason())")
  }
}

/// Returns the text for the last failed system call.
func systemReason() -> String {
  String(cString: strerror(errno))
}
