// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkTLS
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

extension WireClient {
  /// Submits an input with a webhook and returns the id of the request.
  func submit(_ input: String = smallInput, webhook: String) async throws -> String {
    let reply = try await send("POST", Self.target(webhook: webhook), body: input)
    try #require(reply.status == 200, "\(reply.text)")
    return try #require(reply.json["request_id"]?.stringValue)
  }

  /// The target of a submission with a webhook.
  static func target(webhook: String) -> String {
    let value = webhook.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return "/fal-ai/trellis?fal_webhook=\(value)"
  }

  /// Returns what the log says of a webhook, once it has so many attempts.
  func webhook(of id: String, attempts count: Int) async throws -> JSONValue {
    while true {
      let log = try await send("GET", "/_falsework/webhooks?request_id=\(id)")
      let webhook = try #require(log.json["webhooks"]?[0], "\(log.text)")
      if let attempts = webhook["attempts"]?.arrayValue, attempts.count >= count { return webhook }
      await Task.yield()
    }
  }

  /// Returns which of the published keys have signed a webhook.
  func signers(of delivery: WebhookReceiver.Delivery) async throws -> [Int] {
    var stranger = self
    stranger.key = nil
    let document = try await stranger.send("GET", "/rest.fal.ai/.well-known/jwks.json").json
    func field(_ name: String) -> String {
      delivery.fields.first { $0.name.rawName == "X-Fal-Webhook-\(name)" }?.value ?? ""
    }
    let stamp = WebhookStamp(
      requestID: field("Request-Id"), userID: field("User-Id"), timestamp: field("Timestamp"))
    let digest = delivery.body.withUnsafeBytes { sha256Hex($0) }
    let signature = Hexadecimal.bytes(field("Signature")) ?? []
    return try WebhookKeySet(document).keys.enumerated().filter { _, key in
      Ed25519PublicKey(key.bytes)?.isValid(signature, for: stamp.message(bodyDigest: digest))
        ?? false
    }.map(\.offset)
  }
}
