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
  /// The words for these.
  public let actionWords: [String]
  /// The random draws that went into it.
  public let draws: [FaultDraw]
  /// The rule's occurrence in its scope, from 1: the exchanges that met all its other conditions.
  public let occurrence: Int
  /// What is told of the exchange that met the conditions.
  let reason: Reason

  /// Which conditions the exchange met, in plain words.
  public var why: String { reason.text(occurrence: occurrence) }

  /// What is told of an exchange; the words are only made where somebody asks.
  struct Reason: Sendable, Hashable {
    let operation: FaultOperation
    let scope: FaultScope
    let job: Int?
    let phase: JobPhase?
    /// Which poll it was, where the rule wants to know.
    let poll: Int?
    /// Which attempt it was, where the rule wants to know.
    let attempt: Int?

    fileprivate func text(occurrence: Int) -> String {
      // Written in one piece and no larger than it is, as journals keep one for each exchange.
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.bytesMax) { buffer in
        var count = 0
        func add(_ text: String) {
          for byte in text.utf8 where count < buffer.count {
            buffer.initializeElement(at: count, to: byte)
            count += 1
          }
        }
        func add(_ words: String, _ number: Int?) {
          guard let number else { return }
          add(words)
          add(String(number))
        }
        add(operation.rawValue)
        add(", job ", job)
        if let phase {
          add(", ")
          add(phase.rawValue)
        }
        add(", poll ", poll)
        add(", attempt ", attempt)
        add(", occurrence ", occurrence)
        add(" of its ")
        add(scope.rawValue)
        return String(decoding: buffer[..<count], as: UTF8.self)
      }
    }

    /// More than the words and four numbers of twenty digits take.
    private static let bytesMax = 192
  }
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
