// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// The log lines of a run: the progress bars that the open-source pipeline prints; plausible, as
/// no line of the hosted endpoint was ever captured.
enum PipelineLog {
  /// Returns the lines of a run that starts at `start`.
  static func lines(of timings: StageTimings, from start: Timestamp) -> [LogEntry] {
    let generated = timings.prepare + timings.generation
    let sampling = timings.generation
    let stages: [(Duration, String)] = [
      (timings.prepare, "Preprocessing image"),
      (timings.prepare + sampling * 0.45, "Sampling: 100%"),
      (timings.prepare + sampling * 0.95, "Sampling: 100%"),
      (generated + timings.export * 0.15, "Rasterizing: 100%"),
      (generated + timings.export * 0.40, "Rendering: 100%"),
      (generated + timings.export * 0.55, "Texture baking (opt): UV: 100%"),
      (generated + timings.export * 0.97, "Texture baking (opt): optimizing: 100%"),
    ]
    return stages.map { offset, message in
      LogEntry(time: start.advanced(by: offset), message: message, level: .stderr)
    }
  }
}
