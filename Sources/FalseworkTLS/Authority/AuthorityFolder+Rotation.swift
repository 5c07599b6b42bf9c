// Falsework
// SPDX-License-Identifier: MIT

import Glibc

// Theory of operation
//
//                      ca-next.pem   ca-key.pem   ca.pem    after a crash the next start
//   before                             old         old
//   1. staged             new          old         old      goes on with the old pair
//   2. key replaced       new          new         old      does step 3
//   3. finished                        new         new      goes on with the new pair
//
// Each step is one rename, on the disk before the next begins. Rotations take turns by a lock on
// the folder. A start takes the lock only when key and certificate do not belong together: then a
// rotation was broken off, or is under way and over once the lock is free.

extension AuthorityFolder {
  /// The new certificate while its key is not in place yet.
  private var nextCertificateFile: StateFile { StateFile(path: path + "/ca-next.pem") }

  /// Replaces the pair, whatever state it is in.
  func replace(with pair: Pair) throws(TLSError) {
    try locked { () throws(TLSError) in
      try nextCertificateFile.write(pair.certificate.pem(), mode: 0o644, .replacing)
      try keyFile.write(pair.key.pem(), mode: 0o600, .replacing)
      try nextCertificateFile.move(to: certificateFile)
    }
  }

  /// Puts the staged certificate in its place if its key is in place already.
  func finishRotation() throws(TLSError) {
    guard
      let staged = try nextCertificateFile.read(byteCountMax: Self.fileBytesMax),
      let certificate = PEM.certificates(in: staged.bytes)?.first,
      certificate.certifies(try key())
    else { return }
    try nextCertificateFile.move(to: certificateFile)
  }

  /// Runs `body` while nobody else rotates.
  func locked<Value>(_ body: () throws(TLSError) -> Value) throws(TLSError) -> Value {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unlockable() }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw unlockable() }
    }
    // Closing alone would leave the lock with a child process that has not called exec yet.
    defer { flock(descriptor, LOCK_UN) }
    return try body()
  }

  private func unlockable() -> TLSError {
    TLSError(.unwritable, "cannot lock the folder \(path): \(systemReason())")
  }
}
