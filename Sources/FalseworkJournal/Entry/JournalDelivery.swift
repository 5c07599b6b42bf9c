// Falsework
// SPDX-License-Identifier: MIT

/// How an exchange ended on the wire.
public enum JournalDelivery: Sendable, Hashable {
  /// All of the reply was handed to the system.
  case delivered
  /// The client went away before, or took nothing for too long.
  case clientGone
  /// The server broke the reply off without meaning to: it was stopped, or the content could not
  /// be completed.
  case cutShort
  /// A fault ended it.
  case ended(Ending)

  /// How a fault ends an exchange.
  public enum Ending: String, Sendable, Hashable, CaseIterable {
    /// The connection was closed (FIN).
    case close
    /// The connection was reset (RST).
    case reset
    /// Nothing more was said, and the connection stayed open.
    case stall
  }
}
