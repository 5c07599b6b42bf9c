// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkHTTP
package import HTTPTypes

/// A request as it came in.
public struct ServerRequest: Sendable {
  /// The request line and the fields.
  public let head: HTTPRequestHead
  /// The content, with any transfer coding removed; empty where it is in a file.
  public let content: [UInt8]
  /// The content, where the service wants it in a file; `nil` in a `FinishedExchange`, which may be
  /// kept for longer than the file should be.
  public internal(set) var file: ReceivedFile?
  /// The way it came in.
  public let arrival: Arrival
  /// What the service has noted of it.
  public internal(set) var note: (any Sendable)?

  init(
    head: HTTPRequestHead, content: [UInt8] = [], file: ReceivedFile? = nil, arrival: Arrival
  ) {
    self.head = head
    self.content = content
    self.file = file
    self.arrival = arrival
  }

  /// The same request with other fields; what its framing and its target say stays.
  package func with(fields: HTTPFields) -> ServerRequest {
    var request = ServerRequest(
      head: head.with(fields: fields), content: content, file: file, arrival: arrival)
    request.note = note
    return request
  }

  /// The way by which a request came in.
  public struct Arrival: Sendable, Hashable {
    /// Whether the bytes were encrypted.
    public let security: Security
    /// The authority of the `CONNECT` whose tunnel the request came through.
    public let tunnel: HTTPAuthority?
    /// The number of the connection, unique in the life of the server.
    public let connection: UInt64
  }

  /// Whether bytes are encrypted.
  public enum Security: Sendable, Hashable {
    /// Anyone on the way can read them.
    case plain
    /// They came through a filter.
    case tls
  }
}
