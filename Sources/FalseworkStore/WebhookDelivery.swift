// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
public import FalseworkQueue

/// What a submission says about its webhook.
public struct WebhookOrder: Sendable, Hashable {
  /// Where the webhook goes.
  public let url: String
  /// The way by which the client came in, as text, which the URLs in the webhook mirror.
  public let door: String
  /// What is to become of the webhook by a scenario, as text; `nil` for nothing special.
  public let conduct: String?

  /// Creates an order.
  public init(url: String, door: String, conduct: String? = nil) {
    self.url = url
    self.door = door
    self.conduct = conduct
  }
}

/// A webhook and how far it is.
public struct WebhookDelivery: Sendable, Hashable {
  /// The most webhooks that are over and kept in the log.
  public static let overCountMax = 1000

  /// The request whose end it tells.
  public let request: RequestID
  /// Where it goes, and how its URLs look.
  public let order: WebhookOrder
  /// How far it is.
  public let state: State
  /// The attempts so far, the first one first.
  public let attempts: [WebhookAttempt]

  /// Creates a delivery.
  public init(
    request: RequestID, order: WebhookOrder, state: State, attempts: [WebhookAttempt]
  ) {
    self.request = request
    self.order = order
    self.state = state
    self.attempts = attempts
  }

  /// How far a webhook is.
  public enum State: Sendable, Hashable {
    /// It is sent at a moment, or when the request ends where there is none.
    case waiting(Timestamp?)
    /// The receiver has taken it.
    case delivered
    /// It will not be sent again.
    case givenUp

    /// The state's name in the database and for people.
    public var name: String {
      switch self {
      case .waiting: "waiting"
      case .delivered: "delivered"
      case .givenUp: "given-up"
      }
    }

    init?(name: String, next: Timestamp?) {
      switch name {
      case "waiting": self = .waiting(next)
      case "delivered": self = .delivered
      case "given-up": self = .givenUp
      default: return nil
      }
    }
  }
}

/// An attempt to deliver a webhook, with its outcome.
public struct WebhookAttempt: Sendable, Hashable {
  /// When the attempt was made, in the mock's time.
  public let began: Timestamp
  /// How long it took, in real time.
  public let duration: Duration
  /// What came of it.
  public let outcome: Outcome

  /// What comes of an attempt.
  public enum Outcome: Sendable, Hashable {
    /// The receiver has answered with this status.
    case answered(status: Int)
    /// There was no answer, for this reason.
    case failed(String)
  }

  /// Creates an attempt.
  public init(began: Timestamp, duration: Duration, outcome: Outcome) {
    self.began = began
    self.duration = duration
    self.outcome = outcome
  }
}

/// A webhook that is to be sent, as far as planning goes.
public struct WaitingWebhook: Sendable, Hashable {
  /// The request whose end it tells.
  public let request: RequestID
  /// Where it goes.
  public let url: String
  /// When it is sent again; nil if it never was, and waits for the request's end.
  public let retry: Timestamp?
  /// When the request ends, as the database has it.
  public let ended: Timestamp

  /// Creates a plan.
  public init(request: RequestID, url: String, retry: Timestamp?, ended: Timestamp) {
    self.request = request
    self.url = url
    self.retry = retry
    self.ended = ended
  }
}
