// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkQueue

/// A named failure mode: timing, runners and rules.
public struct Scenario: Sendable {
  /// The name in kebab case, by which it is chosen; it may stand in a key id.
  public var name: String { contents.name }
  /// What happens, in one sentence.
  public var about: String { contents.about }
  /// What a good client does, in one sentence.
  public var advice: String { contents.advice }
  /// How long requests wait and run; `nil` leaves the server's preset.
  public var timing: TimingPreset? { contents.timing }
  /// The runners that requests share; `nil` leaves the server's.
  public var runners: RunnerPool? { contents.runners }
  /// The rules in the order of the document.
  public var rules: [FaultRule] { contents.rules }

  /// Shared, because a scenario is handed around with every exchange.
  private let contents: Contents

  private final class Contents: Sendable {
    let name: String
    let about: String
    let advice: String
    let timing: TimingPreset?
    let runners: RunnerPool?
    let rules: [FaultRule]
    /// The places of the rules that can concern an operation, so that all others cost nothing.
    let placesByOperation: [FaultOperation: [Int]]
    let timedScopes: Set<FaultScope>
    let polledOperations: Set<FaultOperation>

    init(
      _ name: String, _ about: String, _ advice: String, _ timing: TimingPreset?,
      _ runners: RunnerPool?, _ rules: [FaultRule]
    ) {
      self.name = name
      self.about = about
      self.advice = advice
      self.timing = timing
      self.runners = runners
      self.rules = rules
      var places: [FaultOperation: [Int]] = [:]
      for (place, rule) in rules.enumerated() {
        for operation in rule.condition.operations { places[operation, default: []].append(place) }
      }
      placesByOperation = places
      timedScopes = Set(rules.filter { $0.condition.window != nil }.map(\.scope))
      polledOperations = rules.filter { $0.condition.polls != nil }.reduce(into: []) {
        $0.formUnion($1.condition.operations)
      }
    }
  }

  /// The most rules of a scenario.
  public static let ruleCountMax = 1_000
  /// The longest name in bytes.
  public static let nameBytesMax = 64

  /// Creates a scenario.
  public init(
    name: String, about: String, advice: String, timing: TimingPreset? = nil,
    runners: RunnerPool? = nil, rules: [FaultRule]
  ) {
    contents = Contents(name, about, advice, timing, runners, rules)
  }

  /// The scopes whose beginning has to be known, because rules speak of time since then.
  var timedScopes: Set<FaultScope> { contents.timedScopes }

  /// Whether some rule wants to know which exchange of an operation about its job it is.
  func countsPolls(of operation: FaultOperation) -> Bool {
    contents.polledOperations.contains(operation)
  }

  /// Whether any rule can concern an operation.
  public func concerns(_ operation: FaultOperation) -> Bool {
    contents.placesByOperation[operation] != nil
  }

  /// Returns the places of the rules that can concern an operation, in order.
  func places(of operation: FaultOperation) -> [Int] {
    contents.placesByOperation[operation] ?? []
  }

  /// Whether a text can be a scenario's name: kebab case, so that it can begin a key id.
  public static func isName(_ text: String) -> Bool {
    guard (1...nameBytesMax).contains(text.utf8.count) else { return false }
    return text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      .allSatisfy { part in
        !part.isEmpty
          && part.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
              || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          }
      }
  }
}

extension Scenario: Hashable {
  /// Returns whether both say the same.
  public static func == (left: Scenario, right: Scenario) -> Bool {
    if left.contents === right.contents { return true }
    return left.name == right.name && left.about == right.about && left.advice == right.advice
      && left.timing == right.timing && left.runners == right.runners && left.rules == right.rules
  }

  /// Feeds the name and the rules to the hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(rules)
  }
}
