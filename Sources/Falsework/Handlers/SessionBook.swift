// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue
internal import Synchronization

/// Which universe each credential belongs to.
///
/// Polls show the same credential again and again, so the digests of the latest are kept, in
/// memory only.
final class SessionBook: Sendable {
  static let knownCountMax = 4096
  /// Longer values, such as tokens, are digested each time.
  static let knownBytesMax = 256

  /// The keys that are let in; `nil` lets in every key that does not ask to be refused.
  private let keys: KeyRing?
  private let known = Mutex<[String: SessionID]>([:])

  init(keys: KeyRing? = nil) {
    self.keys = keys
  }

  /// Returns the universe of the credential in an `Authorization` value.
  func session(of authorization: String?) throws(Credential.Problem) -> SessionID {
    if let authorization, let session = known.withLock({ $0[authorization] }) { return session }
    let credential = try Credential(authorization: authorization)
    if case .key(let id, let secret) = credential {
      let standing = keys?.standing(id: id, secret: secret) ?? KeyStanding(keyID: id)
      guard standing == .good else { throw .refusedKey(standing) }
    }
    let session = SessionID(of: credential)
    if let authorization, authorization.utf8.count <= Self.knownBytesMax {
      known.withLock { known in
        if known.count >= Self.knownCountMax { known.removeAll() }
        known[authorization] = session
      }
    }
    return session
  }

  /// Returns the universe of the keys of this id.
  static func session(ofKey id: String) -> SessionID {
    SessionID(of: .key(id: id, secret: ""))
  }
}

extension SessionID {
  /// The universe of a credential.
  init(of credential: Credential) {
    let digest = Digest.hexadecimal(of: Array(credential.identity.utf8))
    self.init(String(digest.prefix(32)))
  }
}
