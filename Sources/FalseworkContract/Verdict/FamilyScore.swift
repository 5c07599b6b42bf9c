// Falsework
// SPDX-License-Identifier: MIT

/// How many of a family's clauses were kept.
public struct FamilyScore: Sendable, Hashable {
  /// The family, such as `polling`.
  public let family: String
  /// How many clauses were kept in every drill that has to do with them.
  public internal(set) var kept = 0
  /// How many were broken.
  public internal(set) var broken = 0
  /// How many were not exercised.
  public internal(set) var notExercised = 0
  /// The kept part by weight, from 0 to 100: MUST counts three, SHOULD two, MAY one; `nil` where
  /// nothing was exercised.
  public internal(set) var percent: Int?
}

extension Verdict {
  /// The scores in the order of the contract.
  public var scores: [FamilyScore] {
    var families: [String] = []
    for clause in contract.clauses where !families.contains(clause.id.family) {
      families.append(clause.id.family)
    }
    return families.map(score)
  }

  private func score(of family: String) -> FamilyScore {
    var score = FamilyScore(family: family)
    var (good, all) = (0, 0)
    for clause in contract.clauses where clause.id.family == family {
      switch judgement(of: clause.id) {
      case .kept:
        score.kept += 1
        good += clause.level.weight
        all += clause.level.weight
      case .broken:
        score.broken += 1
        all += clause.level.weight
      case .notExercised: score.notExercised += 1
      }
    }
    score.percent = all == 0 ? nil : good * 100 / all
    return score
  }
}
