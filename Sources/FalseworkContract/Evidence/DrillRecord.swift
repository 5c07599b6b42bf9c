// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJournal

/// Everything that one drill left behind, which is all that a judgement rests on.
public struct DrillRecord: Sendable, Hashable {
  /// The name of the drill.
  public var drill: String
  /// The scenario that the caller gave; `nil` for a drill that is shipped.
  public var given: GivenScenario?
  /// The URL of the server, where it ran already; `nil` for one of the drill's own.
  public var server: String?
  /// Whether the faults must have been met for it to prove anything.
  public var proof: Drill.Proof
  /// The seed of all that was drawn in it.
  public var seed: UInt64
  /// The client's command and its arguments.
  public var command: [String]
  /// How the client ended.
  public var outcome: ClientOutcome
  /// What the client and the server said to each other, in the order of the journal.
  public var exchanges: [JournalEntry]
  /// The lives of the jobs that it made.
  public var jobs: [JobHistory]
  /// What became of the faults.
  public var faults: [FaultTally]
  /// The meshes that its jobs made.
  public var meshes: [ClientOutcome.Artefact]
  /// How many exchanges the journal had to let go of; where it is not 0, some evidence is gone.
  public var evictedCount: Int

  /// A scenario of the caller's own.
  public struct GivenScenario: Sendable, Hashable {
    /// The name or the file by which it was given.
    public var argument: String
    /// What happens in it, in a sentence.
    public var about: String

    /// Creates a description.
    public init(argument: String, about: String) {
      self.argument = argument
      self.about = about
    }
  }

  /// Creates a record.
  public init(
    drill: String, given: GivenScenario? = nil, server: String? = nil,
    proof: Drill.Proof = .required, seed: UInt64 = 0, command: [String] = [],
    outcome: ClientOutcome, exchanges: [JournalEntry] = [], jobs: [JobHistory] = [],
    faults: [FaultTally] = [], meshes: [ClientOutcome.Artefact] = [], evictedCount: Int = 0
  ) {
    self.drill = drill
    self.given = given
    self.server = server
    self.proof = proof
    self.seed = seed
    self.command = command
    self.outcome = outcome
    self.exchanges = exchanges
    self.jobs = jobs
    self.faults = faults
    self.meshes = meshes
    self.evictedCount = evictedCount
  }
}
