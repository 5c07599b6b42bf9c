// Falsework
// SPDX-License-Identifier: MIT

/// A protocol version that messages are understood as.
///
/// A higher minor version of HTTP/1 is understood as 1.1 (RFC 9110 §2.5).
public enum HTTPVersion: Sendable, Hashable, CustomStringConvertible {
  case http10
  case http11

  /// The version as it is written on the wire.
  public var description: String {
    switch self {
    case .http10: "HTTP/1.0"
    case .http11: "HTTP/1.1"
    }
  }
}
