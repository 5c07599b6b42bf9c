// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc
internal import Synchronization

/// The folder that holds everything a server keeps, locked so that one server at a time uses it.
public final class StateFolder: Sendable {
  /// The folder's absolute path.
  public let path: String
  /// The open lock file; `nil` once the folder was given up.
  private let lock: Mutex<CInt?>

  /// Opens the folder, making it if need be, and locks it until it is given up or the object
  /// goes away.
  public init(path: String) throws(StoreError) {
    try Self.make(path)
    guard let absolute = realpath(path, nil) else {
      throw Self.failure("open", path)
    }
    defer { free(absolute) }
    self.path = String(cString: absolute)
    try Self.make(self.path + "/files")
    let lockPath = self.path + "/lock"
    let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure("open", lockPath) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw StoreError(
        "the state folder \(self.path) is used by a falsework server; "
          + "stop that one or choose another folder with --state DIR")
    }
    lock = Mutex(descriptor)
    try Self.make(partsPath)
    try Self.make(incomingPath)
    try Self.make(inputsPath)
    emptyIncoming()
  }

  deinit {
    unlock()
  }

  /// Gives the folder up, so that another server may use it.
  func unlock() {
    lock.withLock { held in
      guard let descriptor = held else { return }
      // Closing alone would leave the lock with a child process that has not called exec yet.
      flock(descriptor, LOCK_UN)
      close(descriptor)
      held = nil
    }
  }

  var databasePath: String { path + "/falsework.sqlite" }

  /// Where contents are written that are not yet anything; empty when a server starts.
  var incomingPath: String { path + "/incoming" }
  /// Where the parts of uploads wait for the others.
  var partsPath: String { path + "/parts" }
  /// Where the pictures are that inputs named, by their digests.
  var inputsPath: String { path + "/inputs" }

  /// Removes what a server has left that was killed.
  private func emptyIncoming() {
    guard let folder = opendir(incomingPath) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      // Fails on the folder itself and on its parent, as it should.
      unlink("\(incomingPath)/\(name)")
    }
  }

  func filePath(_ name: String) -> String { "\(path)/files/\(name)" }

  private static func make(_ path: String) throws(StoreError) {
    var prefix = path.hasPrefix("/") ? "" : "."
    for component in path.split(separator: "/") {
      prefix += "/" + component
      guard mkdir(prefix, 0o700) == 0 || errno == EEXIST else { throw failure("make", prefix) }
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure("open", path) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw StoreError("\(path) is not a folder; choose a folder with --state DIR")
    }
  }

  private static func failure(_ doing: String, _ path: String) -> StoreError {
    let reason = String(cString: strerror(errno))
    return StoreError(
      "cannot \(doing) \(path): \(reason); "
        + "make it writable or choose another folder with --state DIR")
  }
}
