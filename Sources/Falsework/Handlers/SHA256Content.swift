// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkTLS

/// The SHA-256 digest of content as it comes in.
final class SHA256Content: ContentDigest {
  private var digest: SHA256? = SHA256()

  func update(_ piece: UnsafeRawBufferPointer) {
    digest?.update(piece)
  }

  func finish() -> [UInt8] {
    digest.take()?.finalize() ?? []
  }
}
