// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkFaults
internal import FalseworkJSON
internal import FalseworkQueue

/// Faults that are to happen in one run of a client, drawn at random.
public struct FaultSchedule: Sendable, Hashable {
  /// The faults; no two of them happen to the same occurrence of an operation.
  public let faults: [ScheduledFault]

  /// The most faults that are drawn for a schedule.
  public static let faultsMax = 4

  init(faults: [ScheduledFault]) { self.faults = faults }

  /// Draws the schedule of a number in a campaign: the same for the same seed and number.
  public init(seed: UInt64, number: Int) {
    var generator = SeededGenerator(seed: seed, key: "campaign", String(number))
    var faults: [ScheduledFault] = []
    for _ in 0..<((1...Self.faultsMax).randomElement(using: &generator) ?? 1) {
      guard let menu = ScheduledFault.menus.randomElement(using: &generator),
        let mischief = menu.mischief.randomElement(using: &generator),
        let nth = menu.occurrences.randomElement(using: &generator)
      else { continue }
      let isTaken = faults.contains { $0.operation == menu.operation && $0.nth == nth }
      if isTaken { continue }
      faults.append(
        ScheduledFault(operation: menu.operation, nth: nth, mischief: mischief))
    }
    self.init(faults: faults)
  }

  /// Schedules that are a step simpler, the simplest first: one fault fewer, or one that comes at
  /// the first occurrence.
  public var simpler: [FaultSchedule] {
    let fewer = faults.indices.filter { _ in faults.count > 1 }.map { index in
      var rest = faults
      rest.remove(at: index)
      return FaultSchedule(faults: rest)
    }
    let earlier = faults.indices.compactMap { index -> FaultSchedule? in
      var moved = faults
      moved[index].nth = 1
      let isTaken = faults.contains { $0.operation == faults[index].operation && $0.nth == 1 }
      return isTaken ? nil : FaultSchedule(faults: moved)
    }
    return fewer + earlier
  }

  /// The schedule as a scenario's document.
  private func document(named name: String) -> JSONValue {
    [
      "name": .string(name),
      "about": .string("A drawn schedule of \(faults.count) faults."),
      "advice": "Go on where that is safe, else say that it failed.",
      "faults": .array(faults.map(\.rule)),
    ]
  }

  /// The schedule as a scenario.
  public func scenario(named name: String) throws(ScenarioProblem) -> Scenario {
    try ScenarioReader.scenario(document(named: name))
  }

  /// The schedule as a scenario's file, a rule a line.
  public func text(named name: String) -> String {
    guard let members = document(named: name).objectValue?.members else { return "" }
    let lines = members.flatMap { member -> [String] in
      guard let rules = member.value.arrayValue else {
        return ["\(member.name): \(Self.line(member.value))"]
      }
      return ["\(member.name):"] + rules.map { "  - \(Self.line($0))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// JSON, which is YAML as well.
  private static func line(_ value: JSONValue) -> String {
    String(decoding: value.serialized(.python), as: UTF8.self)
  }
}
