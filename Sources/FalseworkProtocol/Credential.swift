// Falsework
// SPDX-License-Identifier: MIT

/// What a client shows in `Authorization`.
public enum Credential: Sendable, Hashable {
  /// `Key <id>:<secret>`.
  case key(id: String, secret: String)
  /// `Bearer <token>`, a token of a logged-in user or a short-lived one.
  case bearer(token: String)

  /// Why an `Authorization` value opens nothing.
  public enum Problem: Error, Sendable, Hashable {
    /// There is no `Authorization`, or its scheme is not one of fal's.
    case missing
    /// The scheme is `Key`, but what follows is not `id:secret`.
    case malformedKey
    /// The scheme is `Bearer`, but what follows is not a JSON Web Token.
    case malformedToken
    /// It is a key, but one that stands badly.
    case refusedKey(KeyStanding)
    /// The token is one that this server gave out, and its time is over.
    case expiredToken
  }

  /// The longest `Authorization` value that is looked at, in bytes.
  public static let bytesMax = 8192

  /// Reads an `Authorization` value; the scheme is compared without regard to case
  /// (RFC 9110 §11.1).
  public init(authorization: String?) throws(Problem) {
    guard let authorization, authorization.utf8.count <= Self.bytesMax else { throw .missing }
    let parts = authorization.split(separator: " ", maxSplits: 1)
    guard let scheme = parts.first?.lowercased() else { throw .missing }
    let value = parts.count == 2 ? parts[1].drop { $0 == " " } : ""
    switch scheme {
    case "key": self = try Self.key(value)
    case "bearer": self = try Self.bearer(value)
    default: throw .missing
    }
  }

  private static func key(_ value: Substring) throws(Problem) -> Credential {
    let halves = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else {
      throw .malformedKey
    }
    return .key(id: String(halves[0]), secret: String(halves[1]))
  }

  private static func bearer(_ value: Substring) throws(Problem) -> Credential {
    let parts = value.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { throw .malformedToken }
    return .bearer(token: String(value))
  }

  /// The text that tells one universe of requests from another: the key id, or the whole token.
  public var identity: String {
    switch self {
    case .key(let id, _): "key \(id)"
    case .bearer(let token): "bearer \(token)"
    }
  }
}
