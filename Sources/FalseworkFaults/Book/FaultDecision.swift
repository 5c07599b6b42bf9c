// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// What is to be done to one exchange.
///
/// The order of composition: scenarios in the order given, and rules in the order of their
/// document. Delays add up. The first fault that takes the place of the handler wins: rules behind
/// it can still delay, edit and cut what it answers, but they neither answer nor touch jobs. Edits
/// apply one after the other. Of stops on the wire the earliest position wins. Conducts of jobs and
/// webhooks merge, the later over the earlier.
public struct FaultDecision: Sendable, Hashable {
  /// The rules that act, in the order of composition; empty for most exchanges.
  public var firings: [FaultFiring] = []
  /// The nearest rules that did not fire, at most ``NearMiss/countMax``.
  public var nearMisses: [NearMiss] = []
  /// What the rules do together; shared, because most rules do the same each time.
  var effects = SharedEffects.none

  /// Creates the decision to do nothing.
  public init() {}

  /// How long the first byte of the reply is to wait, in the mock's time.
  public var delay: Duration { effects.value.delay }
  /// What takes the place of the handler.
  public var arrival: ArrivalFault? { effects.value.arrival }
  /// What becomes of the reply before it goes out; of the one in `arrival` too.
  public var edits: ReplyEdits { effects.value.edits }
  /// How the bytes of the reply are performed; `nil` for plainly.
  public var wire: WireFault? { effects.value.wire }
  /// Fields that the handler is not to see, such as `Range`.
  public var hiddenFields: [HTTPField.Name] { effects.value.hiddenFields }
  /// What becomes of the job, for `submit` and `run`.
  public var job: JobConduct? { effects.value.job }
  /// What becomes of the webhook: of the job's, or of this delivery.
  public var webhook: WebhookConduct? { effects.value.webhook }
  /// The certificate to show, for `handshake`.
  public var certificate: CertificateFault? { effects.value.certificate }

  /// Whether nothing is to be done.
  public var isPlain: Bool { firings.isEmpty }
}

/// What takes the place of the handler.
public enum ArrivalFault: Sendable, Hashable {
  /// This reply.
  case reply(FaultReply)
  /// This reply, because a bucket has no token left.
  case rateLimited(FaultReply)
  /// No reply: `wire` of the decision says what is done instead.
  case wire
}
