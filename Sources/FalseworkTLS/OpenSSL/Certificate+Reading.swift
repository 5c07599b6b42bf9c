// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL
import Glibc

extension Certificate {
  /// Returns the subject's name as text (RFC 4514), as in `CN=queue.fal.run,O=Falsework`.
  func subject() throws(TLSError) -> String {
    let name = X509_get_subject_name(pointer)
    let text = try PEM.bytes { falsework_x509_name_print($0, name) >= 0 ? 1 : 0 }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns the first and last valid moments, in seconds since the epoch.
  func validity() throws(TLSError) -> ClosedRange<Int64> {
    let first = try Self.seconds(X509_get0_notBefore(pointer))
    let last = try Self.seconds(X509_get0_notAfter(pointer))
    guard first <= last else { throw TLSError(.corrupt, "a certificate ends before it begins") }
    return first...last
  }

  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) throws(TLSError) -> Int64 {
    var moment = tm()
    guard ASN1_TIME_to_tm(time, &moment) == 1 else {
      throw OpenSSLLibrary.failure("read the validity of a certificate")
    }
    return Int64(timegm(&moment))
  }
}
