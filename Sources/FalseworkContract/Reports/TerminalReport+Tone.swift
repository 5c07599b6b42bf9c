// Falsework
// SPDX-License-Identifier: MIT

extension TerminalReport {
  /// What a piece of text is to look like.
  enum Tone: String {
    case plain = ""
    case strong = "1"
    case soft = "2"
    case bad = "31"
    case good = "32"
    case caution = "33"
    case link = "36"
  }

  /// The text in a tone, where there are colours (ECMA-48 §8.3.117, SGR).
  func paint(_ text: String, _ tone: Tone) -> String {
    guard style == .colour, tone != .plain, !text.isEmpty else { return text }
    return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
  }

  func tone(of finding: Finding) -> Tone {
    switch finding.level {
    case .must: .bad
    case .should: .caution
    case .may: .link
    }
  }
}
