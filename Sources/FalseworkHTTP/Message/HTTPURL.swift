// Falsework
// SPDX-License-Identifier: MIT

/// An absolute `http` or `https` URL, taken apart as far as a client needs it.
public struct HTTPURL: Sendable, Hashable, CustomStringConvertible {
  /// A scheme, in lower case.
  public enum Scheme: String, Sendable, Hashable, CaseIterable {
    case http
    case https
  }

  /// The scheme.
  public let scheme: Scheme
  /// The host and, where one was written, the port.
  public let authority: HTTPAuthority
  /// The path as written; `/` where there was none.
  public let path: String
  /// The query without its question mark; nil where there is none.
  public let query: String?

  /// The longest URL that is read, in bytes.
  public static let bytesMax = 16 * 1024

  /// Reads a URL; its fragment is left out, as it is never sent (RFC 9110 §7.1).
  public init(_ text: String) throws(Problem) {
    guard text.utf8.count <= Self.bytesMax else { throw .tooLong(limit: Self.bytesMax) }
    guard let separator = text.firstRange(of: "://"),
      let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased())
    else { throw .notAbsolute }
    let rest = text[separator.upperBound...].prefix { $0 != "#" }
    let host = rest.prefix { $0 != "/" && $0 != "?" }
    guard !host.contains("@") else { throw .userInformation }
    guard let authority = HTTPAuthority(parsing: String(host)) else { throw .unusableHost }
    let tail = rest[host.endIndex...]
    guard tail.utf8.allSatisfy(ASCII.isTarget) else { throw .unusablePath }
    let path = tail.prefix { $0 != "?" }
    self.scheme = scheme
    self.authority = authority
    self.path = path.isEmpty ? "/" : String(path)
    query = path.endIndex < tail.endIndex ? String(tail[path.endIndex...].dropFirst()) : nil
  }

  /// A reason why a text is no URL that can be asked.
  public enum Problem: Error, Sendable, Hashable {
    /// The text has more bytes than the limit.
    case tooLong(limit: Int)
    /// The text does not begin with `http://` or `https://`.
    case notAbsolute
    /// A name or a password stands before the host.
    case userInformation
    /// There is no host, or it or the port is outside the grammar of RFC 3986 §3.2.
    case unusableHost
    /// The path or the query holds a space, a control byte or what is not ASCII.
    case unusablePath
  }

  /// The port that is written or, if none is, the scheme's.
  public var port: Int {
    if let port = authority.port { return port }
    return switch scheme {
    case .http: 80
    case .https: 443
    }
  }

  /// The target of a request for the URL.
  public var target: RequestTarget { .origin(path: path, query: query) }

  /// The URL as text.
  public var description: String { "\(scheme)://\(authority)\(target)" }
}

extension HTTPURL.Problem: CustomStringConvertible {
  /// A clause that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .tooLong(let limit): "has more than \(limit) bytes"
    case .notAbsolute: "does not begin with http:// or https://"
    case .userInformation: "holds a user name or password, which is not sent; leave it out"
    case .unusableHost: "names no host and port that can be dialled"
    case .unusablePath: "holds a character that must be percent-encoded"
    }
  }
}
