// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// A client's memory of a session, by which a later one with the same server is shorter.
///
/// `@unchecked Sendable`: OpenSSL does not change an established session, and its reference count
/// is atomic.
public final class TLSSessionTicket: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Takes over one reference to an `SSL_SESSION`.
  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    SSL_SESSION_free(pointer)
  }
}
