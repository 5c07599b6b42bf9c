// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults

/// Findings that are known, so that a check fails on new ones only.
///
/// A file of them has one fingerprint a line, such as `submit.once@lost-submit-reply`; a `#` and
/// what follows it says nothing.
public struct Baseline: Sendable, Hashable {
  /// The most bytes of a file that is read: 1 MiB.
  public static let bytesMax = 1 << 20

  /// The fingerprints: clause, `@` and drill.
  public let fingerprints: Set<String>

  /// A baseline without findings.
  public static let empty = Baseline(fingerprints: [])

  private init(fingerprints: Set<String>) { self.fingerprints = fingerprints }

  /// Reads a file; clauses and drills that do not exist are refused.
  public init(
    _ text: String, contract: Contract = .queue, drills: [Drill] = Drill.shipped
  ) throws(BaselineProblem) {
    guard text.utf8.count <= Self.bytesMax else {
      throw BaselineProblem(line: 1, reason: "the file has more than \(Self.bytesMax) bytes")
    }
    let clauses = contract.clauses.map(\.id.rawValue)
    let names = drills.map(\.name)
    var fingerprints: Set<String> = []
    // CR and LF are one character to Swift.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      guard let word = words.first else { continue }
      let parts = word.split(separator: "@", omittingEmptySubsequences: false)
      guard words.count == 1, parts.count == 2 else {
        throw BaselineProblem(
          line: index + 1,
          reason: "one finding such as submit.once@lost-submit-reply is expected")
      }
      try Self.check(String(parts[0]), "clause", among: clauses, line: index + 1)
      try Self.check(String(parts[1]), "drill", among: names, line: index + 1)
      fingerprints.insert(String(word))
    }
    self.fingerprints = fingerprints
  }

  private static func check(
    _ word: String, _ kind: String, among known: [String], line: Int
  ) throws(BaselineProblem) {
    if known.contains(word) { return }
    let hint = Suggestion.nearest(to: word, among: known).map { "; did you mean \"\($0)\"?" }
    throw BaselineProblem(
      line: line, reason: "no \(kind) is called \"\(word.visible.cut(to: 64))\"\(hint ?? "")")
  }

  /// The findings that are not known.
  public func new(in verdict: Verdict) -> [Finding] {
    verdict.findings.filter { !fingerprints.contains($0.fingerprint) }
  }

  /// The fingerprints that are known and were not found, although their drill took place: they can
  /// be taken out of the file.
  public func stale(in verdict: Verdict) -> [String] {
    let found = Set(verdict.findings.map(\.fingerprint))
    let run = Set(verdict.drills.filter { $0.state == .run }.map(\.drill.name))
    return fingerprints.subtracting(found).filter { fingerprint in
      fingerprint.split(separator: "@").last.map { run.contains(String($0)) } ?? false
    }.sorted()
  }

  /// A file of all findings of a verdict, each with its rule.
  public static func text(of verdict: Verdict) -> String {
    let head = """
      # Findings that are known: falsework check --baseline fails on others only.
      # One a line: clause@drill. Take out what is mended.

      """
    let lines = verdict.findings.map { finding in
      let rule = verdict.contract.clause(finding.clause)?.rule ?? ""
      return "\(finding.fingerprint)  # \(finding.level.rawValue): \(rule.visible)\n"
    }
    return head + lines.joined()
  }
}
