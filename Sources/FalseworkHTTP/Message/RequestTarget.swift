// Falsework
// SPDX-License-Identifier: MIT

/// A request target in one of the four forms of RFC 9112 §3.2.
public enum RequestTarget: Sendable, Equatable, CustomStringConvertible {
  /// A path on the host that the `Host` field names.
  case origin(path: String, query: String?)
  /// A whole URI, as sent to a proxy; scheme is `http` or `https`, an empty path becomes `/`.
  indirect case absolute(scheme: String, authority: HTTPAuthority, path: String, query: String?)
  /// A host and port to open a tunnel to; only `CONNECT` has it.
  case authority(HTTPAuthority)
  /// The server as a whole; only `OPTIONS` has it.
  case asterisk

  /// The path as received, without decoding; nil for the forms that have none.
  public var path: String? {
    switch self {
    case .origin(let path, _), .absolute(_, _, let path, _): path
    case .authority, .asterisk: nil
    }
  }

  /// The query without its question mark; nil where there is none.
  public var query: String? {
    switch self {
    case .origin(_, let query), .absolute(_, _, _, let query): query
    case .authority, .asterisk: nil
    }
  }

  /// The target as it is written in a request line.
  public var description: String {
    switch self {
    case .origin(let path, let query): path + Self.suffix(query)
    case .absolute(let scheme, let authority, let path, let query):
      "\(scheme)://\(authority)\(path)\(Self.suffix(query))"
    case .authority(let authority): authority.description
    case .asterisk: "*"
    }
  }

  private static func suffix(_ query: String?) -> String {
    query.map { "?\($0)" } ?? ""
  }
}
