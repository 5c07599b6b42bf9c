// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkQueue
internal import Synchronization

/// The scenarios that can be chosen by name: those that the server was given, and the shipped ones,
/// each of which is read when it is first asked for.
final class ScenarioLibrary: Sendable {
  private let shelf: ScenarioShelf
  private let given: [String: Scenario]
  private let namesBySeed: [Int: String]
  private let read = Mutex<[String: Scenario]>([:])

  /// Creates a library; what is given wins over what is shipped, the last of a name over others.
  init(_ shelf: ScenarioShelf, given: [Scenario]) {
    self.shelf = shelf
    self.given = Dictionary(given.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    namesBySeed = Dictionary(
      (shelf.names + given.map(\.name)).map { (Scenario.magicSeed(of: $0), $0) },
      uniquingKeysWith: { $1 })
  }

  /// The names of all.
  var names: [String] { Set(shelf.names).union(given.keys).sorted() }

  /// All of them, by name; one that cannot be read is left out.
  var scenarios: [Scenario] { names.compactMap { try? find($0) } }

  /// The name of the scenario that a seed of an input asks for, if any.
  func name(ofMagicSeed seed: Int) -> String? { namesBySeed[seed] }

  func find(_ name: String) throws(ScenarioNotFound) -> Scenario {
    if let scenario = given[name] ?? read.withLock({ $0[name] }) { return scenario }
    guard shelf.names.contains(name), let file = try? shelf.file(named: name) else {
      throw ScenarioNotFound(name: name, suggestion: Suggestion.nearest(to: name, among: names))
    }
    read.withLock { $0[name] = file.scenario }
    return file.scenario
  }
}

/// A rule that was put in by the control interface, as a scenario of its own.
struct PutInFault: Sendable {
  let id: String
  /// Whose exchanges it is about; `nil` for all.
  let session: SessionID?
  let scenario: Scenario
}
