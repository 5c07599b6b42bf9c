// Falsework
// SPDX-License-Identifier: MIT

/// Some entries of a journal, and where to go on.
public struct JournalPage: Sendable, Hashable {
  /// The entries in the order of recording.
  public let entries: [JournalEntry]
  /// The position after which the next page begins: who hands it in again sees every entry once.
  public let next: Int
  /// Whether there was nothing more when the page was made.
  public let isLast: Bool
}
