// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkProtocol

/// How an attempt at a webhook is signed, and what is wrong with it.
struct WebhookSigning: Sendable {
  /// How old the stamp is where it is to be too old: twice what receivers are told to accept
  /// (documented).
  private static let staleness = Duration.seconds(600)

  /// The moment that is signed.
  let stamp: Timestamp
  let tampering: Set<WebhookConduct.Tampering>

  init(_ plan: WebhookPlan, at now: Timestamp) {
    let isReplay = plan.conduct.repeatSigning == .replayed
    let moment = isReplay ? plan.firstStamp ?? now : now
    tampering = plan.conduct.tampering
    stamp =
      tampering.contains(.timestamp) ? moment.advanced(by: .zero - Self.staleness) : moment
  }

  /// The body that is sent for one that was signed.
  func sent(body: [UInt8]) -> [UInt8] {
    guard tampering.contains(.body), !body.isEmpty else { return body }
    var changed = body
    // A digit or a letter of a string, so that it is JSON still.
    let place = changed.lastIndex { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 } ?? 0
    changed[place] ^= 1
    return changed
  }

  /// The signature that is sent for the right one.
  func sent(signature: [UInt8]) -> [UInt8] {
    guard tampering.contains(.signature), !signature.isEmpty else { return signature }
    var changed = signature
    changed[0] ^= 1
    return changed
  }
}
