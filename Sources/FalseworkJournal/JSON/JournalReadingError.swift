// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// Why a JSON value is no entry of a journal.
public struct JournalReadingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where the problem is.
  public let place: JSONPointer
  /// What was expected there.
  public let reason: String

  package init(place: JSONPointer, reason: String) {
    self.place = place
    self.reason = reason
  }

  /// The place and the reason in a line.
  public var description: String {
    "\(place.tokens.isEmpty ? "the entry" : place.description): \(reason)"
  }
}
