// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// What to hear about a descriptor; also what is heard.
///
/// The bits are those of `poll`, which epoll shares.
package struct Interest: OptionSet, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  package static let reading = Interest(rawValue: UInt32(POLLIN))
  package static let writing = Interest(rawValue: UInt32(POLLOUT))
  /// The connection is gone in both directions; heard without being asked for.
  package static let gone = Interest(rawValue: UInt32(POLLERR | POLLHUP))
}
