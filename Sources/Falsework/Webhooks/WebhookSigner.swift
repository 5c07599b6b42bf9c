// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkTLS
internal import HTTPTypes

/// Signs webhooks with the keys of a state folder.
struct WebhookSigner: Sendable {
  private let keys: SigningKeys

  /// Loads the keys, or makes them.
  init(stateFolder: String) throws(TLSError) {
    keys = try SigningKeys.load(orCreateIn: stateFolder + "/webhooks")
  }

  /// What receivers verify by.
  var keySet: WebhookKeySet {
    WebhookKeySet(
      keys: keys.publicKeys.map { WebhookKeySet.Key(id: Self.id(of: $0), bytes: $0.bytes) })
  }

  /// The fields of a webhook that is sent at a moment.
  func fields(
    for body: [UInt8], about record: RequestRecord, at moment: Timestamp
  ) throws(TLSError) -> HTTPFields {
    let stamp = WebhookStamp(
      requestID: record.id.description, userID: Self.userID(of: record.session),
      timestamp: String(moment.microseconds / 1_000_000))
    let message = stamp.message(bodyDigest: Digest.hexadecimal(of: body))
    return [
      .contentType: "application/json",
      .falWebhookRequestID: stamp.requestID,
      .falWebhookUserID: stamp.userID,
      .falWebhookTimestamp: stamp.timestamp,
      .falWebhookSignature: Hexadecimal.text(try keys.current.signature(for: message)),
    ]
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
