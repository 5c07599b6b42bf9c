// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// A rule that did not fire, and the first of its conditions that the exchange did not meet.
public struct NearMiss: Sendable, Hashable, CustomStringConvertible {
  /// The most near misses that a decision tells.
  public static let countMax = 8

  /// The scenario's name.
  public let scenario: String
  /// The rule's name.
  public let rule: String
  let unmet: Unmet

  /// The condition, as scenarios spell it, such as `nth`.
  public var condition: String { unmet.condition.word }
  /// What the rule wants.
  public var wanted: String { unmet.texts.wanted }
  /// What the exchange has.
  public var found: String { unmet.texts.found }

  /// The near miss in one line.
  public var description: String {
    let texts = unmet.texts
    return "\(scenario)/\(rule): \(condition) wants \(texts.wanted), and it is \(texts.found)"
  }
}

/// The conditions in the order in which they are looked at: who fails later was nearer.
enum ConditionKind: Int, Comparable, CaseIterable {
  case method, host, path, header, session, job, phase, attempt, per, window, poll, answered, nth
  case times, probability, rateLimit

  static func < (left: ConditionKind, right: ConditionKind) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The word in a scenario.
  var word: String { Self.words[rawValue] }

  private static let words = allCases.map { kind in
    kind == .rateLimit ? FaultActionKind.rateLimit.rawValue : "\(kind)"
  }
}

/// A condition that an exchange does not meet; the texts are only made where somebody asks.
enum Unmet: Sendable, Hashable {
  case method(Set<String>, found: String)
  case text(ConditionKind, Glob, found: String?)
  case number(ConditionKind, NumberSet, found: Int?)
  case phase(Set<JobPhase>, found: JobPhase?)
  case noJob
  case window(Condition.Window, found: Duration)
  case answered
  case times(Int)
  case probability(Double, drawn: Double)
  case token

  var condition: ConditionKind {
    switch self {
    case .method: .method
    case .text(let kind, _, _), .number(let kind, _, _): kind
    case .phase: .phase
    case .noJob: .per
    case .window: .window
    case .answered: .answered
    case .times: .times
    case .probability: .probability
    case .token: .rateLimit
    }
  }

  var texts: (wanted: String, found: String) {
    switch self {
    case .method(let methods, let found):
      (methods.sorted().joined(separator: " or "), found.isEmpty ? "none" : found)
    case .text(_, let glob, let found): (glob.description, found ?? "none")
    case .number(_, let numbers, let found): (numbers.description, found.map(String.init) ?? "none")
    case .phase(let phases, let found):
      (phases.map(\.rawValue).sorted().joined(separator: " or "), found?.rawValue ?? "none")
    case .noJob: ("a job", "none")
    case .window(let window, let found): (window.text, "\(found.seconds) s")
    case .answered: ("the handler", "an earlier rule that answers")
    case .times(let times): ("at most \(times)", "used up")
    case .probability(let probability, let drawn): ("a draw below \(probability)", "\(drawn)")
    case .token: ("an empty bucket", "one with a token")
    }
  }
}

extension Condition.Window {
  var text: String {
    to.map { "\(from.seconds) s to \($0.seconds) s" } ?? "\(from.seconds) s or later"
  }
}
