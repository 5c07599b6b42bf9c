// Falsework
// SPDX-License-Identifier: MIT

/// How binding a clause is (RFC 2119).
public enum ClauseLevel: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Who breaks it loses money, data or secrets.
  case must = "MUST"
  /// Who breaks it should know why.
  case should = "SHOULD"
  /// Good manners.
  case may = "MAY"

  /// Orders levels from the least to the most binding.
  public static func < (left: ClauseLevel, right: ClauseLevel) -> Bool {
    left.weight < right.weight
  }

  /// What the clause counts in a score.
  var weight: Int {
    switch self {
    case .must: 3
    case .should: 2
    case .may: 1
    }
  }
}
