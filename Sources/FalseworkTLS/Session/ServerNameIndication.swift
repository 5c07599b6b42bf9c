// Falsework
// SPDX-License-Identifier: MIT

/// The name that a client asks for in its first message (SNI, RFC 6066 §3).
public enum ServerNameIndication: Sendable, Equatable {
  /// The name of the host connected to, unless that is an IP address.
  case automatic
  /// No name.
  case none
  /// Any other text, which need not be a host's name.
  case name(String)
}
