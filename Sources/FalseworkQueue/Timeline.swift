// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// What has happened and will happen to a request.
///
/// Every answer is a function of the timeline and the moment of asking, so that polling needs no
/// timers. The past of a timeline never changes; its future does when the pool plans anew.
public struct Timeline: Sendable, Hashable {
  /// The times on runners, one for each attempt that begins.
  public let runs: [Run]
  /// When the request has ended, whichever way.
  public let ended: Timestamp

  /// A time on a runner.
  public struct Run: Sendable, Hashable {
    /// When the runner was given the request: from then on nobody overtakes it.
    public let assigned: Timestamp
    /// When the runner begins.
    public let started: Timestamp
    /// When it is done.
    public let ended: Timestamp
    /// Which runner of the pool it is, from 0.
    public let runner: Int

    /// Creates a run.
    public init(assigned: Timestamp, started: Timestamp, ended: Timestamp, runner: Int = 0) {
      precondition(assigned <= started && started <= ended, "a run ends after it begins")
      self.assigned = assigned
      self.started = started
      self.ended = ended
      self.runner = runner
    }
  }

  /// Creates a timeline.
  public init(runs: [Run], ended: Timestamp) {
    precondition(
      zip(runs, runs.dropFirst()).allSatisfy { $0.ended <= $1.assigned }
        && runs.allSatisfy { $0.ended <= ended }, "a timeline runs forwards")
    self.runs = runs
    self.ended = ended
  }

  /// The timeline of a request that no pool has planned yet.
  public static let undecided = Timeline(runs: [], ended: Timestamp(microseconds: .max))

  /// Returns when a runner next begins or is done, or the request has ended; `nil` when nothing
  /// more becomes of it.
  public func nextChange(after now: Timestamp) -> Timestamp? {
    (runs.flatMap { [$0.started, $0.ended] } + [ended]).filter { $0 > now }.min()
  }

  /// Returns what is left when the request ends at a moment: a run that would begin then does not.
  func cut(at moment: Timestamp) -> Timeline {
    let begun = runs.prefix { $0.started < moment }
    let runs = begun.map { run in
      Run(
        assigned: run.assigned, started: run.started, ended: min(run.ended, moment),
        runner: run.runner)
    }
    return Timeline(runs: runs, ended: moment)
  }
}

/// The stages of a run that the result reports under `timings`; observed.
public struct StageTimings: Sendable, Hashable {
  /// Before the model: loading the input.
  public var prepare: Duration
  /// Sampling: grows with the number of steps.
  public var generation: Duration
  /// Simplifying, unwrapping and baking the mesh.
  public var export: Duration

  /// Creates the timings of a run.
  public init(prepare: Duration, generation: Duration, export: Duration) {
    self.prepare = prepare
    self.generation = generation
    self.export = export
  }

  /// The length of the run.
  public var total: Duration { prepare + generation + export }

  /// The stages of a run of another length, in the same proportions.
  func scaled(to length: Duration) -> StageTimings {
    let whole = total
    guard whole > .zero else {
      return StageTimings(prepare: .zero, generation: .zero, export: length)
    }
    let prepare = (length * (prepare / whole)).wholeMicroseconds
    let generation = (length * (generation / whole)).wholeMicroseconds
    return StageTimings(
      prepare: prepare, generation: generation, export: length - prepare - generation)
  }
}

extension Duration {
  /// The length without the part of a microsecond, which nothing here keeps.
  var wholeMicroseconds: Duration { .microseconds(microseconds) }
}
