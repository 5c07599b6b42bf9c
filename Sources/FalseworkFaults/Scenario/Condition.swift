// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// Which exchanges a rule is about: all of these must hold, in this order.
///
/// The counting conditions (`nth`, `every`, `first`, `after` and `before` with numbers) count the
/// exchanges in the rule's scope that meet everything before them; chance comes last.
public struct Condition: Sendable, Hashable {
  /// The operations.
  public var operations = FaultOperation.exchanges
  /// The methods in upper case; `nil` for any.
  public var methods: Set<String>?
  /// The host.
  public var host: Glob?
  /// The path.
  public var path: Glob?
  /// Fields that the request must have.
  public var fields: [Field] = []
  /// The session.
  public var session: Glob?
  /// Which jobs of the session, from 1.
  public var jobs: NumberSet?
  /// How far the job is.
  public var phases: Set<JobPhase>?
  /// Which exchange of this operation about this job it is, from 1.
  public var polls: NumberSet?
  /// How often the session has sent this body, from 1.
  public var attempts: NumberSet?
  /// The time since the scope's first exchange under the scenario.
  public var window: Window?
  /// Which exchanges of those that meet everything above, from 1.
  public var occurrences: NumberSet?
  /// How likely it is then, from 0 to 1.
  public var probability = 1.0

  /// A field that a request must have.
  public struct Field: Sendable, Hashable {
    /// Its name.
    public var name: HTTPField.Name
    /// What its value must be like.
    public var value: Glob

    /// Creates the wish for a field.
    public init(_ name: HTTPField.Name, _ value: Glob) {
      self.name = name
      self.value = value
    }
  }

  /// A span of time; its end does not belong to it.
  public struct Window: Sendable, Hashable {
    /// Its beginning.
    public var from: Duration
    /// Its end; `nil` for never.
    public var to: Duration?

    /// Creates a span.
    public init(from: Duration = .zero, to: Duration? = nil) {
      self.from = from
      self.to = to
    }

    func contains(_ moment: Duration) -> Bool {
      moment >= from && (to.map { moment < $0 } ?? true)
    }
  }

  /// Creates the condition that every HTTP exchange meets.
  public init() {}
}
