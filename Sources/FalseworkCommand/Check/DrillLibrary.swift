// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkContract
internal import FalseworkFaults

/// The drills with their scenarios.
struct DrillLibrary: Sendable {
  private let scenarios: [String: Scenario]

  init() throws(CommandFailure) {
    var scenarios: [String: Scenario] = [:]
    do {
      let shelf = try ScenarioShelf()
      for name in Set(Drill.shipped.compactMap(\.scenario)) {
        scenarios[name] = try shelf.file(named: name).scenario
      }
    } catch {
      throw CommandFailure(error)
    }
    self.scenarios = scenarios
  }

  /// A shipped drill with its scenario.
  func planned(_ drill: Drill) -> PlannedDrill {
    PlannedDrill(drill: drill, scenario: drill.scenario.flatMap { scenarios[$0] })
  }

  /// What is done to a client in a drill, in a sentence.
  func about(_ drill: Drill) -> String {
    let scenario = drill.scenario.flatMap { scenarios[$0] }
    let words = scenario?.about ?? "Nothing fails."
    switch drill.intervention {
    case nil: return words
    case .interruptAfterFirstPoll: return words + " The client is told to stop (SIGTERM)."
    }
  }

  /// A table of drills: what is done, and which clauses are judged by how the client ends.
  func summary(of drills: [Drill]) -> String {
    let width = drills.map(\.name.count).max() ?? 0
    return drills.map { drill in
      let suites = Drill.Suite.allCases.filter(drill.suites.contains).map(\.rawValue)
      let clauses = drill.expectations.map { "\($0.clause)" }
      let judged = clauses.isEmpty ? "" : "; for \(clauses.joined(separator: ", "))"
      return "\(drill.name.padded(to: width))  \(about(drill)) "
        + "[\(suites.joined(separator: ", "))\(judged)]"
    }.joined(separator: "\n")
  }
}
