// Falsework
// SPDX-License-Identifier: MIT

/// One rule of a scenario: when it acts, and what it does.
public struct FaultRule: Sendable {
  /// The name, unique in its scenario.
  public var name: String { contents.name }
  /// Which exchanges it is about.
  public var condition: Condition { contents.condition }
  /// What it does.
  public var action: FaultAction { contents.action }
  /// How often it acts in each scope; `nil` for as often as it can.
  public var times: Int? { contents.times }
  /// Within what it counts.
  public var scope: FaultScope { contents.scope }
  /// Whether it acts before the handler or on its reply.
  public var stage: FaultStage { contents.stage }
  /// Whether chance has a say.
  var drawsLots: Bool { contents.drawsLots }

  /// Shared, because most rules are looked at with every exchange and do nothing.
  let contents: Contents

  final class Contents: Sendable {
    let name: String
    let condition: Condition
    let action: FaultAction
    let times: Int?
    let scope: FaultScope
    let stage: FaultStage
    let drawsLots: Bool
    /// The words for what it does.
    let words: [String]
    /// What it does alone, where that is the same every time.
    let steadyEffects: SharedEffects?

    init(
      _ name: String, _ condition: Condition, _ action: FaultAction, _ times: Int?,
      _ scope: FaultScope, _ stage: FaultStage
    ) {
      self.name = name
      self.condition = condition
      self.action = action
      self.times = times
      self.scope = scope
      self.stage = stage
      drawsLots = condition.probability < 1 || action.drawsLots
      words = action.kinds.map { $0.rawValue }
      steadyEffects = action.steadyEffects(at: stage)
    }
  }

  /// Creates a rule.
  public init(
    name: String, when condition: Condition, do action: FaultAction, times: Int? = nil,
    per scope: FaultScope = .session, at stage: FaultStage = .arrival
  ) {
    contents = Contents(name, condition, action, times, scope, stage)
  }
}

extension FaultRule: Hashable {
  /// Returns whether both say the same.
  public static func == (left: FaultRule, right: FaultRule) -> Bool {
    if left.contents === right.contents { return true }
    return left.name == right.name && left.condition == right.condition
      && left.action == right.action && left.times == right.times && left.scope == right.scope
      && left.stage == right.stage
  }

  /// Feeds the name and the condition to the hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(condition)
  }
}

/// Within what a rule counts: `nth`, `times`, buckets and time begin anew in each.
public enum FaultScope: String, Sendable, Hashable, CaseIterable {
  /// Once for all.
  case server
  /// For each session; exchanges without a credential are one session together.
  case session
  /// For each job, by its place in its session.
  case job
  /// For each connection.
  case connection
}

/// When a rule acts.
public enum FaultStage: String, Sendable, Hashable, CaseIterable {
  /// Before the handler, which does not run if there is an answer.
  case arrival
  /// On the handler's reply: what the request asked for has been done.
  case reply
}
