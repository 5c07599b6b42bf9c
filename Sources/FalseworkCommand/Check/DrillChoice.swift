// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkContract
internal import FalseworkFaults

/// Which drills a client is put through.
struct DrillChoice: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A choice of drills; repeatable. (default: quick)",
      discussion: "quick: the ones that tell most in a few seconds; standard: all that any client "
        + "can be put through; webhook: those for clients that take webhooks.",
      valueName: Drill.Suite.allCases.map(\.rawValue).joined(separator: "|")))
  var suite: [Choice<Drill.Suite>] = []

  @Option(help: ArgumentHelp("One drill by its name; repeatable.", valueName: "name"))
  var drill: [String] = []

  @Option(
    help: ArgumentHelp(
      "The drills that expect something for clauses of a family, such as artefact; repeatable.",
      valueName: "name"))
  var family: [String] = []

  @Option(
    help: ArgumentHelp(
      "A scenario of your own as a drill: a name or a file; repeatable.",
      discussion: "A good client ends, and says that it failed unless it has the whole mesh.",
      valueName: "name|file"))
  var scenario: [String] = []

  @Option(
    help: ArgumentHelp(
      "Run so many drawn schedules of faults, and make those smaller that break a MUST.",
      valueName: "n"))
  var campaign: Int?

  func validate() throws {
    if let campaign, !(1...10_000).contains(campaign) {
      throw ValidationError("--campaign must be between 1 and 10000, not \(campaign)")
    }
    let names = Drill.shipped.map(\.name)
    for name in drill where !names.contains(name) {
      throw ValidationError(
        "there is no drill \"\(name)\"\(Self.hint(name, names, "falsework check --list"))")
    }
    let families = Contract.queue.clauses.map(\.id.family)
    for name in family where !families.contains(name) {
      throw ValidationError(
        "there is no family \"\(name)\"\(Self.hint(name, families, "falsework check --list"))")
    }
  }

  private static func hint(_ name: String, _ names: [String], _ list: String) -> String {
    Suggestion.nearest(to: name, among: names).map { "; did you mean \"\($0)\"?" }
      ?? "; \(list) shows them"
  }

  /// The shipped drills in their order, and then the user's own.
  func drills(_ library: DrillLibrary) throws(CommandFailure) -> [PlannedDrill] {
    let isOpen =
      suite.isEmpty && drill.isEmpty && family.isEmpty && scenario.isEmpty && campaign == nil
    let suites = Set(isOpen ? [.quick] : suite.map(\.value))
    let chosen = Drill.shipped.filter { candidate in
      drill.contains(candidate.name) || !candidate.suites.isDisjoint(with: suites)
        || candidate.expectations.contains { family.contains($0.clause.family) }
    }
    var planned = chosen.map(library.planned)
    do {
      let shelf = try ScenarioShelf()
      for choice in scenario {
        let scenario = try shelf.file(choice).scenario
        planned.append(
          PlannedDrill(drill: .open(scenario.name), scenario: scenario, argument: choice))
      }
    } catch {
      throw CommandFailure(error)
    }
    return planned
  }
}
