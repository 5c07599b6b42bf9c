// Falsework
// SPDX-License-Identifier: MIT

/// What is said of a clause in a drill.
public enum Judgement: Sendable, Hashable {
  /// The client could have broken it, and did not.
  case kept
  /// The client broke it, as this shows.
  case broken([Evidence])
  /// Nothing that happened has to do with it.
  case notExercised

  /// Broken if there is evidence, else kept.
  static func kept(unless evidence: [Evidence]) -> Judgement {
    evidence.isEmpty ? .kept : .broken(evidence)
  }

  /// The stronger of two: broken over kept over not exercised.
  func merged(with other: Judgement) -> Judgement {
    switch (self, other) {
    case (.broken(let mine), .broken(let others)): .broken(mine + others)
    case (.broken, _): self
    case (_, .broken): other
    case (.kept, _), (_, .kept): .kept
    case (.notExercised, .notExercised): .notExercised
    }
  }
}
