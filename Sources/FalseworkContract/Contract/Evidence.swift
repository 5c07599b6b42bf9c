// Falsework
// SPDX-License-Identifier: MIT

/// What shows that a clause was broken.
public struct Evidence: Sendable, Hashable {
  /// What was seen, in a sentence.
  public let text: String
  /// The numbers of the exchanges that show it, in the order of the journal.
  public let exchanges: [Int]

  /// Creates evidence.
  public init(_ text: String, exchanges: [Int] = []) {
    self.text = text
    self.exchanges = exchanges
  }

  /// Creates evidence that calls show.
  init(_ text: String, _ calls: Call...) {
    self.init(text, exchanges: calls.map(\.number))
  }
}
