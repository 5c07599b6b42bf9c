// Falsework
// SPDX-License-Identifier: MIT

/// When a load ends.
package enum LoadLimit: Sendable {
  /// No request is sent after so long.
  case time(Duration)
  /// So many requests are sent.
  case count(Int)
}
