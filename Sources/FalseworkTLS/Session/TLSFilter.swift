// Falsework
// SPDX-License-Identifier: MIT

/// The server's end of a TLS connection.
public final class TLSFilter: TLSSession {
  /// The host that the client asked for by SNI, in lower case.
  ///
  /// It is nil until the client's first message is complete, and when the client asked for
  /// nothing or for what is no host.
  public var serverName: String? { negotiation?.serverName }
}
