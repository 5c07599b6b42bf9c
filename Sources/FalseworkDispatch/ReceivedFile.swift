// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc
internal import Synchronization

/// A file that holds the whole content of a request.
public final class ReceivedFile: Sendable {
  /// Where it is.
  public let path: String
  /// Its size.
  public let byteCount: Int
  /// What the digest of the intake has come to; empty when there was none.
  public let digest: [UInt8]
  private let isOurs = Mutex(true)

  init(path: String, byteCount: Int, digest: [UInt8]) {
    self.path = path
    self.byteCount = byteCount
    self.digest = digest
  }

  /// Leaves the file to the caller, who has given it another name or will remove it.
  public func release() {
    isOurs.withLock { $0 = false }
  }

  deinit {
    if isOurs.withLock({ $0 }) { unlink(path) }
  }
}
