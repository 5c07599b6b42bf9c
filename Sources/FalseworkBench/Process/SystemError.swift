// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// The error of the system call that has just failed.
enum SystemError {
  static var text: String { text(errno) }

  static func text(_ number: CInt) -> String { String(cString: strerror(number)) }
}
