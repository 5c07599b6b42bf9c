// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkTLS

/// Short-lived tokens that stand for the key which asked for them: JSON Web Tokens (RFC 7519) with
/// an HMAC, so that nothing has to be looked up when one is shown.
struct TokenMint: Sendable {
  private static let issuer = "falsework"
  private static let header = Base64URL.text(
    Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8), .unpadded)
  private static let scheme = "bearer "

  private let secret: [UInt8]

  /// Creates a mint; one with the same secret knows its tokens.
  init(secret: String) {
    self.secret = Array(secret.utf8)
  }

  /// Returns a token for a session that is good until a moment, rounded up to a second.
  func token(for session: SessionID, apps: [String], at now: Timestamp, until end: Timestamp)
    -> String
  {
    let claims: JSONValue = [
      "iss": .string(Self.issuer), "sub": .string(session.description),
      "allowed_apps": .array(apps.map(JSONValue.string)),
      "iat": .number(JSONNumber(now.wholeSeconds)), "exp": .number(JSONNumber(end.nextSecond)),
    ]
    let signed = Self.header + "." + Base64URL.text(claims.serialized(.compact), .unpadded)
    return signed + "." + code(of: signed[...])
  }

  /// Returns the session that an `Authorization` value stands for, if it is a token of this mint.
  func session(
    of authorization: String?, at now: Timestamp
  ) throws(Credential.Problem) -> SessionID? {
    // Every poll comes by here, and most show a key.
    guard let authorization, authorization.utf8.count <= Credential.bytesMax,
      let first = authorization.utf8.first, first | 0x20 == UInt8(ascii: "b"),
      authorization.prefix(Self.scheme.count).lowercased() == Self.scheme
    else { return nil }
    let token = authorization.dropFirst(Self.scheme.count).drop { $0 == " " }
    guard let dot = token.lastIndex(of: "."),
      code(of: token[..<dot]).hasSameBytes(as: token[token.index(after: dot)...]),
      let claims = Self.claims(token[..<dot]), let subject = claims["sub"]?.stringValue,
      let end = claims["exp"]?.numberValue?.intValue
    else { return nil }
    guard now.wholeSeconds < end else { throw .expiredToken }
    return SessionID(subject)
  }

  private func code(of signed: Substring) -> String {
    Base64URL.text(hmacSHA256(key: secret, Array(signed.utf8)), .unpadded)
  }

  private static func claims(_ signed: Substring) -> JSONValue? {
    guard let dot = signed.firstIndex(of: "."), signed[..<dot] == header,
      let bytes = Base64URL.bytes(String(signed[signed.index(after: dot)...]))
    else { return nil }
    return try? JSONValue.parse(bytes)
  }
}

extension Timestamp {
  fileprivate var wholeSeconds: Int { Int(microseconds / 1_000_000) }
  fileprivate var nextSecond: Int { Int((microseconds + 999_999) / 1_000_000) }
}

extension String {
  /// Compares in a time that does not tell how much agrees.
  fileprivate func hasSameBytes(as other: Substring) -> Bool {
    let (left, right) = (Array(utf8), Array(other.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | $1.0 ^ $1.1 } == 0
  }
}
