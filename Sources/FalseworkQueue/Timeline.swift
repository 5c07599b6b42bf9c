// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// What will happen to a request, fixed when it is accepted.
///
/// Every later answer is a function of the timeline and the moment of asking, so that polling
/// needs no timers.
public struct Timeline: Sendable, Hashable {
  /// When the request was accepted.
  public let submitted: Timestamp
  /// When a runner takes it up.
  public let started: Timestamp
  /// When the runner is done.
  public let ended: Timestamp
  /// What the run's time is spent on.
  public let timings: StageTimings
  /// The log lines, in order of time.
  public let logs: [LogEntry]

  /// Creates a timeline.
  public init(
    submitted: Timestamp, started: Timestamp, ended: Timestamp, timings: StageTimings,
    logs: [LogEntry]
  ) {
    precondition(submitted <= started && started <= ended, "a timeline runs forwards")
    self.submitted = submitted
    self.started = started
    self.ended = ended
    self.timings = timings
    self.logs = logs
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
}
