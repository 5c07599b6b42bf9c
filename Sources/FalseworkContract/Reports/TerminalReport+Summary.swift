// Falsework
// SPDX-License-Identifier: MIT

extension TerminalReport {
  private static let barCells = 20

  /// The families, each with a bar.
  var score: [String] {
    let scores = source.verdict.scores
    let name = scores.map(\.family).longest
    return [paint("Score by family", .strong)]
      + scores.map { score in
        let percent = score.percent.map { "\($0)" } ?? "-"
        let number = String(repeating: " ", count: 3 - percent.count) + percent
        return "  \(score.family.padded(to: name))  \(bar(score.percent))  \(number) %  "
          + words(of: score)
      }
  }

  private func bar(_ percent: Int?) -> String {
    guard let percent else { return paint(String(repeating: "·", count: Self.barCells), .soft) }
    let full = percent * Self.barCells / 100
    let tone: Tone = percent == 100 ? .good : percent >= 50 ? .caution : .bad
    return paint(String(repeating: "█", count: full), tone)
      + paint(String(repeating: "░", count: Self.barCells - full), .soft)
  }

  private func words(of score: FamilyScore) -> String {
    [(score.kept, "kept"), (score.broken, "broken"), (score.notExercised, "not exercised")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  /// How much there was of everything, and what the exit status says.
  var summary: [String] {
    let drills = source.verdict.drills
    let errors = source.verdict.errors.count
    let idle = drills.count { if case .notExercised = $0.state { true } else { false } }
    let broken = drills.count { $0.state == .run && !source.findings(of: $0.drill).isEmpty }
    let parts = [
      (drills.count - errors - idle - broken, "held"), (broken, "with findings"),
      (idle, "not exercised"), (errors, errors == 1 ? "proves nothing" : "prove nothing"),
    ]
    let states = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    return [
      "\(drills.count.counted("drill")): \(states)",
      "Findings: \(source.counts)",
      "Cost: \(source.jobs); here nothing was paid",
      conclusion,
    ]
  }

  private var conclusion: String {
    if source.findings.contains(where: source.isFailure) {
      let what = source.level == .must ? "a MUST" : "a \(source.level.rawValue) or more"
      return paint("Exit status 1: \(what) is broken.", .bad)
    }
    let level = source.level.rawValue
    if let error = source.verdict.errors.first {
      return paint(
        "Exit status 3: no \(level) is broken, but \(error.drill.visible) proves nothing.", .caution
      )
    }
    let others = source.findings.isEmpty ? "nothing is broken." : "no new \(level) is broken."
    return paint("Exit status 0: \(others)", .good)
  }
}
