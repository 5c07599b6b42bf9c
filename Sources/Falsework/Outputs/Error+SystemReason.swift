// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

extension Error {
  /// Why the system refused a file; Foundation's own texts have but a number for most reasons.
  var systemReason: String {
    guard let underlying = (self as? CocoaError)?.underlying.map({ $0 as NSError }),
      underlying.domain == NSPOSIXErrorDomain
    else { return "\(self)" }
    return String(cString: strerror(CInt(underlying.code)))
  }
}
