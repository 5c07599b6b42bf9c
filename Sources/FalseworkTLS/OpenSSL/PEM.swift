// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// Conversions between OpenSSL objects and PEM text.
enum PEM {
  /// Returns what `write` puts into a memory BIO.
  static func bytes(_ write: (OpaquePointer) -> Int32) throws(TLSError) -> [UInt8] {
    guard let bio = BIO_new(BIO_s_mem()) else { throw OpenSSLLibrary.failure("allocate memory") }
    defer { BIO_free(bio) }
    guard write(bio) == 1 else { throw OpenSSLLibrary.failure("write PEM") }
    var start: UnsafePointer<UInt8>?
    let count = falsework_bio_memory(bio, &start)
    return Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// Returns the certificates found in `text`, which may hold other things between them.
  ///
  /// Returns nil when an entry is damaged.
  static func certificates(in text: [UInt8]) -> [Certificate]? {
    reading(text) { bio in
      var found: [Certificate] = []
      while let x509 = PEM_read_bio_X509(bio, nil, refusePassword, nil) {
        found.append(Certificate(owning: x509))
      }
      let reason = OpenSSLLibrary.takeFirstError()
      return reason?.number == PEM_R_NO_START_LINE ? found : nil
    }
  }

  /// Returns the first private key in `text`, or nil when there is none or it is encrypted.
  static func privateKey(in text: [UInt8]) -> PrivateKey? {
    reading(text) { bio in
      let key = PEM_read_bio_PrivateKey(bio, nil, refusePassword, nil)
      ERR_clear_error()
      return key.map(PrivateKey.init(owning:))
    }
  }

  /// Runs `read` on a read-only BIO over `text`.
  private static func reading<Value>(_ text: [UInt8], _ read: (OpaquePointer) -> Value?) -> Value? {
    text.withUnsafeBytes { bytes in
      ERR_clear_error()
      guard
        let start = bytes.baseAddress, let count = Int32(exactly: bytes.count),
        let bio = BIO_new_mem_buf(start, count)
      else { return nil }
      defer { BIO_free(bio) }
      return read(bio)
    }
  }
}

/// Answers OpenSSL's question for a password, which it would otherwise put to the terminal.
private func refusePassword(
  _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32, _: UnsafeMutableRawPointer?
) -> Int32 {
  -1
}
