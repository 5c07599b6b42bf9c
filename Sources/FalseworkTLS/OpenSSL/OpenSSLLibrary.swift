// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// OpenSSL's process-wide state: its initialisation and its error queue.
enum OpenSSLLibrary {
  /// Initialises OpenSSL; cheap after the first call.
  ///
  /// The usual clean-up at exit is left out, because it frees tables that event loops may still
  /// be using while the process ends.
  static func prepare() {
    _ = initialised
  }

  private static let initialised: Bool =
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1

  /// Empties the calling thread's error queue and returns the oldest entry, the root cause.
  static func takeFirstError() -> OpenSSLReason? {
    let first = ERR_get_error()
    ERR_clear_error()
    return first == 0 ? nil : OpenSSLReason(packed: first)
  }

  /// Empties the calling thread's error queue into a thrown error.
  static func failure(_ attempt: String) -> TLSError {
    let reason = takeFirstError()?.text ?? "no reason given"
    return TLSError(.library, "OpenSSL could not \(attempt): \(reason)")
  }
}

/// One entry of OpenSSL's error queue.
struct OpenSSLReason {
  let library: Int32
  let number: Int32
  let text: String

  init(packed: UInt) {
    library = ERR_GET_LIB(packed)
    number = ERR_GET_REASON(packed)
    text = ERR_reason_error_string(packed).map { String(cString: $0) } ?? "error \(packed)"
  }
}
