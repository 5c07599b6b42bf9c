// Falsework
// SPDX-License-Identifier: MIT

/// One rule that acts on one exchange: armed before, fired now, then delivered or missed.
public struct FaultFiring: Sendable, Hashable, Identifiable {
  /// Which firing it is; the book is told by it what became of the fault.
  public struct ID: Sendable, Hashable {
    /// The number among all firings of a book, from 1.
    public let number: Int
    let scenario: Int
    let rule: Int
  }

  /// What became of a fault.
  public enum Outcome: Sendable, Hashable {
    /// Its bytes, its silence or its reset was on the wire while the client was there.
    case delivered
    /// The client did not meet it.
    case missed(Miss)
  }

  /// Why a client did not meet a fault; an open vocabulary.
  public struct Miss: Sendable, Hashable, CustomStringConvertible {
    /// The reason in plain words.
    public let description: String

    /// Creates a reason in plain words.
    public init(_ description: String) {
      self.description = description
    }

    /// The client was gone before its time.
    public static let clientGone = Miss("the client went away before")
    /// The reply ended before the place of the fault.
    public static let notReached = Miss("the reply ended before the place of the fault")
    /// The reply has nothing that the fault could act on.
    public static let nothingToChange = Miss("the reply has nothing that the fault acts on")
    /// Another fault ended the reply first.
    public static let overtaken = Miss("another fault ended the exchange first")
    /// No job came of the submission.
    public static let noJob = Miss("no job came of the request")
    /// The job has no webhook.
    public static let noWebhook = Miss("the request names no webhook")
    /// The server was stopped before its time.
    public static let serverStopped = Miss("the server stopped before")
  }

  /// The firing's id.
  public let id: ID
  /// The scenario's name.
  public let scenario: String
  /// The rule's name.
  public let rule: String
  /// What the rule does here, such as `delay` and `reset`.
  public let actions: [FaultActionKind]
  /// The random draws that went into it.
  public let draws: [FaultDraw]
  /// The rule's occurrence in its scope, from 1: the exchanges that met all its other conditions.
  public let occurrence: Int
  /// Which conditions the exchange met, in plain words.
  public let why: String
}

/// A random draw, for the journal.
public struct FaultDraw: Sendable, Hashable {
  /// What was drawn, such as `probability` or `delay`.
  public let name: String
  /// The number; durations in seconds.
  public let value: Double

  /// Creates a draw.
  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}
