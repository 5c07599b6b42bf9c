// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import HTTPTypes

extension FalService {
  /// `/.well-known/jwks.json`: public, compact, and to be kept for a while (inferred; fal documents
  /// a day as the most).
  var webhookKeys: Reply {
    reply(
      FalReply(
        .ok, signer.keySet.json, by: .runner,
        fields: [.cacheControl: "public, max-age=\(Self.keysLifetimeSeconds)"]))
  }

  private static let keysLifetimeSeconds = 3600
}
