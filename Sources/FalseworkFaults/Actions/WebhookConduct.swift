// Falsework
// SPDX-License-Identifier: MIT

/// What becomes of a webhook; the default is as it would be.
public struct WebhookConduct: Sendable, Hashable {
  /// Whether it is sent.
  public var sending = Sending.sent
  /// How much later than it would be.
  public var delay: Duration = .zero
  /// How often it is sent again after the receiver has taken it.
  public var repeats = 0
  /// How long after the one before each of these comes.
  public var repeatDelay: Duration = .zero
  /// How these are signed.
  public var repeatSigning = RepeatSigning.anew
  /// Which of two webhooks comes first.
  public var order = Order.asEnded
  /// What is wrong with it.
  public var tampering: Set<Tampering> = []
  /// Whether it comes before the reply to the submission does; the job has then ended at once.
  public var moment = Moment.afterEnd
  /// Whether the signing key is changed before it is sent, and the set of keys with it.
  public var keyRotation = KeyRotation.none

  /// Whether a webhook is sent.
  public enum Sending: String, Sendable, Hashable, CaseIterable {
    case sent
    case never
  }

  /// How a repetition is signed.
  public enum RepeatSigning: String, Sendable, Hashable, CaseIterable {
    /// With a new time stamp, as a platform that sends again does.
    case anew
    /// The very bytes and fields of the first, as one who replays it does.
    case replayed
  }

  /// Which of two webhooks comes first.
  public enum Order: String, Sendable, Hashable, CaseIterable {
    case asEnded = "as_ended"
    /// The webhooks of each two jobs of a session change places: that of an odd job waits for the
    /// next job's, for a minute at most.
    case swapped
  }

  /// What is wrong with a webhook.
  public enum Tampering: String, Sendable, Hashable, CaseIterable {
    /// A byte of the body, after signing.
    case body
    /// A digit of the signature.
    case signature
    /// The time stamp is ten minutes old, and signed so.
    case timestamp
    /// It is signed by a key that the set of keys does not have.
    case key
    /// The signature's field is missing.
    case header
  }

  /// When a webhook comes.
  public enum Moment: String, Sendable, Hashable, CaseIterable {
    case afterEnd = "after_end"
    case beforeReply = "before_reply"
  }

  /// What becomes of the signing key.
  public enum KeyRotation: String, Sendable, Hashable, CaseIterable {
    case none
    /// The key is new, and the old one is no longer in the set.
    case rotated
  }

  /// The most repetitions.
  public static let repeatsMax = 100

  /// Creates the conduct of a webhook that nothing happens to.
  public init() {}

  /// Returns this conduct with what another one says over it; delays add up.
  public func merged(with later: WebhookConduct) -> WebhookConduct {
    let plain = WebhookConduct()
    var merged = self
    if later.sending != plain.sending { merged.sending = later.sending }
    merged.delay += later.delay
    if later.repeats > 0 {
      merged.repeats = later.repeats
      merged.repeatDelay = later.repeatDelay
      merged.repeatSigning = later.repeatSigning
    }
    if later.order != plain.order { merged.order = later.order }
    merged.tampering.formUnion(later.tampering)
    if later.moment != plain.moment { merged.moment = later.moment }
    if later.keyRotation != plain.keyRotation { merged.keyRotation = later.keyRotation }
    return merged
  }
}

/// What is wrong with the certificate that a handshake shows.
public enum CertificateFault: String, Sendable, Hashable, CaseIterable {
  /// It is another host's.
  case wrongName = "wrong_name"
  /// Its time is over.
  case expired
  /// No authority that the client trusts has signed it.
  case untrusted
}
