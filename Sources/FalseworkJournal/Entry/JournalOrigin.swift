// Falsework
// SPDX-License-Identifier: MIT

/// Who sent a request, and by which way it came in.
public struct JournalOrigin: Sendable, Hashable {
  /// The session's name, which tells nothing of the key; `nil` where none was shown.
  public var session: String?
  /// The number of the connection, unique in the life of the server.
  public var connection: UInt64
  /// Whether the bytes were encrypted.
  public var security: Security
  /// The door, in words such as `proxy`, `tls`, `target` and `mount`.
  public var door: String

  /// Whether bytes are encrypted.
  public enum Security: String, Sendable, Hashable, CaseIterable {
    /// Anyone on the way can read them.
    case plain
    /// They came through TLS.
    case tls
  }

  /// Creates an origin.
  public init(session: String? = nil, connection: UInt64, security: Security, door: String) {
    self.session = session
    self.connection = connection
    self.security = security
    self.door = door
  }
}
