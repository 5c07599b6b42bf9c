// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkTLS
internal import HTTPTypes
internal import Synchronization

/// Signs webhooks with the keys of a state folder.
final class WebhookSigner: Sendable {
  private let kept: SigningKeys
  /// The key that signs in the place of the kept one, once it was changed.
  private let fresh = Mutex<Ed25519PrivateKey?>(nil)

  /// Loads the keys, or makes them.
  init(stateFolder: String) throws(TLSError) {
    kept = try SigningKeys.load(orCreateIn: stateFolder + "/webhooks")
  }

  /// What receivers verify by.
  var keySet: WebhookKeySet {
    WebhookKeySet(
      keys: [current.publicKey, kept.other.publicKey].map {
        WebhookKeySet.Key(id: Self.id(of: $0), bytes: $0.bytes)
      })
  }

  private var current: Ed25519PrivateKey { fresh.withLock { $0 } ?? kept.current }

  /// Changes the key that signs until the server stops; the old one is no longer in the set.
  func rotate() throws(TLSError) {
    let key = try Ed25519PrivateKey.generate()
    fresh.withLock { $0 = key }
  }

  /// The fields of a webhook.
  func fields(
    for body: [UInt8], about record: RequestRecord, _ signing: WebhookSigning
  ) throws(TLSError) -> HTTPFields {
    let stamp = WebhookStamp(
      requestID: record.id.description, userID: Self.userID(of: record.session),
      timestamp: String(signing.stamp.microseconds / 1_000_000))
    let message = stamp.message(bodyDigest: Digest.hexadecimal(of: body))
    let key = signing.tampering.contains(.key) ? try Ed25519PrivateKey.generate() : current
    let signature = signing.sent(signature: try key.signature(for: message))
    var fields: HTTPFields = [
      .contentType: "application/json",
      .falWebhookRequestID: stamp.requestID,
      .falWebhookUserID: stamp.userID,
      .falWebhookTimestamp: stamp.timestamp,
      .falWebhookSignature: Hexadecimal.text(signature),
    ]
    if signing.tampering.contains(.header) { fields[.falWebhookSignature] = nil }
    return fields
  }

  /// Observed: 43 characters, which are not the key's thumbprint of RFC 7638.
  private static func id(of key: Ed25519PublicKey) -> String {
    let digest = Array("falsework webhook key\n".utf8) + key.bytes
    return Base64URL.text(digest.withUnsafeBytes { sha256($0) }, .unpadded)
  }

  /// Observed: `github|` and a number; which one, the session decides.
  static func userID(of session: SessionID) -> String {
    var generator = SeededGenerator(seed: 0, key: "user", session.description)
    return "github|\(10_000_000 + generator.next() % 90_000_000)"
  }
}
