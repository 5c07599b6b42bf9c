// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
public import FalseworkJournal

/// What a run of clients left behind.
public struct Aftermath: Sendable {
  /// What was said, in the order of recording.
  public let exchanges: [JournalEntry]
  /// How many exchanges the journal had to let go of.
  public let evictedCount: Int
  /// The lives of the jobs, in the order of their first exchange.
  public let jobs: [JobHistory]
  /// What became of the faults, a rule each.
  public let faults: [FaultTally]
  /// The files that the jobs made.
  public let outputs: [Output]

  /// A file that a job made.
  public struct Output: Sendable, Hashable {
    /// The job.
    public let requestID: String
    /// Its length in bytes.
    public let byteCount: Int
    /// Its SHA-256 in lower-case hexadecimal.
    public let digest: String
  }
}

extension Aftermath {
  /// The members that a record of `falsework check` has of it.
  var json: JSONValue {
    [
      "evicted": .number(JSONNumber(evictedCount)),
      "faults": .array(faults.map(\.json)),
      "meshes": .array(
        outputs.map { output in
          ["bytes": .number(JSONNumber(output.byteCount)), "sha256": .string(output.digest)]
        }),
      "jobs": .array(jobs.map(\.json)),
      "exchanges": .array(exchanges.map(\.json)),
    ]
  }
}
