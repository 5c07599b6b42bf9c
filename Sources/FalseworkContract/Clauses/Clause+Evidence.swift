// Falsework
// SPDX-License-Identifier: MIT

extension Clause {
  /// How many exchanges are told of one by one.
  static let evidenceMax = 5

  /// A sentence for each of the first calls, and one for all the others.
  static func evidence(of calls: [Call], _ words: (Call) -> String) -> [Evidence] {
    var evidence = calls.prefix(evidenceMax).map { Evidence(words($0), $0) }
    let others = calls.dropFirst(evidenceMax)
    if !others.isEmpty {
      evidence.append(
        Evidence("so did \(others.count) more exchanges", exchanges: others.map(\.number)))
    }
    return evidence
  }
}
