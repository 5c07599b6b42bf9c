// Falsework
// SPDX-License-Identifier: MIT

/// What becomes of a connection on which nothing more is sent.
public enum WireEnding: String, Sendable, Hashable, CaseIterable {
  /// The server closes its side in order: what was sent arrives, then FIN.
  case close
  /// The server resets the connection: what was sent arrives, then RST.
  case reset
  /// The connection stays, and nothing happens any more; what still comes is dropped.
  case stall
}
