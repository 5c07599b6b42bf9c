// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// Everything that a rule does.
public struct FaultAction: Sendable, Hashable {
  /// What it does, in the words and the order of its document.
  public var kinds: [FaultActionKind] = []
  /// How long the reply waits.
  public var delay: LatencyModel?
  /// What answers in the place of the handler, or of its reply.
  public var answer: Answer?
  /// What becomes of the reply.
  public var edits = ReplyEdits()
  /// How the bytes of the reply are performed.
  public var wire: WireFault?
  /// Fields that the handler is not to see.
  public var hiddenFields: [HTTPField.Name] = []
  /// What becomes of the job.
  public var job: JobScript?
  /// What becomes of the webhook.
  public var webhook: WebhookConduct?
  /// The certificate that is shown.
  public var certificate: CertificateFault?

  /// What answers in the place of the handler, or of its reply.
  public enum Answer: Sendable, Hashable {
    case reply(FaultReply)
    /// A redirection to the same path with this query.
    case redirect(query: String)
    /// Only where the bucket has no token left.
    case rateLimit(RateLimit)
    /// No reply at all: the wire fault says what is done.
    case wire
  }

  /// Creates an action that does nothing.
  public init() {}

  /// Whether chance has a say in what is done.
  var drawsLots: Bool {
    if let delay, delay.drawsLots { return true }
    if let job, job.drawsLots { return true }
    return wire?.corruptions.contains { $0.position == .anywhere } ?? false
  }
}
