// Falsework
// SPDX-License-Identifier: MIT

extension Contract {
  /// The clauses as tables in Markdown, one for each family.
  public var markdown: String {
    var families: [String] = []
    for clause in clauses where !families.contains(clause.id.family) {
      families.append(clause.id.family)
    }
    return families.map(table).joined(separator: "\n\n")
  }

  private func table(of family: String) -> String {
    let rows = clauses.filter { $0.id.family == family }.map { clause in
      let cells = [
        "`\(clause.id)`", clause.level.rawValue, clause.rule, clause.why, clause.method.words,
        "\(clause.provenance.source.rawValue): \(clause.provenance.citation)",
      ]
      return "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
    }
    let head = """
      ### \(family)

      | Clause | Level | Rule | Why | Judged by | Known from |
      | --- | --- | --- | --- | --- | --- |
      """
    return ([head] + rows).joined(separator: "\n")
  }
}

extension Clause.Method {
  /// How a clause is judged, in a few words.
  fileprivate var words: String {
    switch self {
    case .conduct: "conduct"
    case .expectation: "ending"
    }
  }
}
