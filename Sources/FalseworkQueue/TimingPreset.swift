// Falsework
// SPDX-License-Identifier: MIT

/// How long the mock's requests wait and run.
public enum TimingPreset: String, Sendable, Hashable, CaseIterable {
  /// No waiting: done when the first poll arrives.
  case instant
  /// About 1.5 seconds, with the stages in the proportion of real runs.
  case fast
  /// About 24 seconds at default input, as measured on the real endpoint.
  case realistic
}

extension TimingPreset {
  /// Draws the wait and the stages of a run with so many sampling steps.
  func plan(
    samplingSteps: Int, using generator: inout SeededGenerator
  ) -> (wait: Duration, timings: StageTimings) {
    let wait = generator.number(in: 0.4...1.2)
    let prepare = generator.number(in: 30e-6...45e-6)
    // Observed: 3.63 s for 24 steps, then about 20 s of export whatever the steps.
    let generation = 0.15 * Double(samplingSteps) * generator.number(in: 0.96...1.04)
    let export = generator.number(in: 19.2...20.8)
    return (
      seconds(wait * waitScale),
      StageTimings(
        prepare: seconds(self == .instant ? 0 : prepare),
        generation: seconds(generation * runScale), export: seconds(export * runScale))
    )
  }

  /// Draws the length of a run that its input ends at once; 0.049 s was observed.
  func rejectionTimings(using generator: inout SeededGenerator) -> StageTimings {
    let length = generator.number(in: 0.03...0.06)
    return StageTimings(
      prepare: seconds(self == .instant ? 0 : length), generation: .zero, export: .zero)
  }

  private var waitScale: Double {
    switch self {
    case .instant: 0
    case .fast: 0.35
    case .realistic: 1
    }
  }

  private var runScale: Double {
    switch self {
    case .instant: 0
    case .fast: 0.052
    case .realistic: 1
    }
  }

  private func seconds(_ seconds: Double) -> Duration {
    .microseconds(Int64(seconds * 1_000_000))
  }
}
