// Falsework
// SPDX-License-Identifier: MIT

/// What a webhook's signature is about, besides the body; each part is a header.
public struct WebhookStamp: Sendable, Hashable {
  /// The id of the request.
  public var requestID: String
  /// The id of the user whose request it is.
  public var userID: String
  /// When the webhook was sent, in seconds since the epoch.
  public var timestamp: String

  /// How far a receiver's clock may be from the timestamp, in seconds; documented.
  public static let toleranceSeconds: Int64 = 300

  /// Creates a stamp.
  public init(requestID: String, userID: String, timestamp: String) {
    self.requestID = requestID
    self.userID = userID
    self.timestamp = timestamp
  }

  /// The signed message: the parts and the body's SHA-256 digest in lower-case hexadecimal, one
  /// line each, without a line ending behind the last; observed.
  public func message(bodyDigest: String) -> [UInt8] {
    Array([requestID, userID, timestamp, bodyDigest].joined(separator: "\n").utf8)
  }
}
