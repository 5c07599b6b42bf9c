// Falsework
// SPDX-License-Identifier: MIT

/// What is said where a word is not known.
package enum Suggestion {
  /// Words of other tools for what a scenario calls otherwise.
  private static let synonyms = [
    "disconnect": "reset", "drop": "reset", "latency": "delay", "sleep": "delay",
    "match": "when", "throttle": "bandwidth", "timeout": "stall", "hang": "stall", "then": "do",
    "truncate": "close", "slow": "bandwidth", "fault": "faults", "rules": "faults",
    "description": "about", "index": "poll", "http_status": "status", "body": "json",
    "count": "times", "limit": "times", "preset": "timing",
  ]

  /// Returns the likeliest of the known words, or all of them.
  package static func text(for word: String, among known: [String]) -> String {
    if let meant = nearest(to: word, among: known) { return "did you mean \"\(meant)\"?" }
    return list(known)
  }

  /// Returns the known word that somebody probably meant.
  package static func nearest(to word: String, among known: [String]) -> String? {
    let word = word.lowercased()
    if let meant = synonyms[word], known.contains(meant) { return meant }
    // A long word is compared with nothing: nobody mistypes that much.
    guard word.utf8.count <= 64 else { return nil }
    let near = known.map { (word: $0, distance: distance(word, $0.lowercased())) }
      .min { $0.distance < $1.distance }
    guard let near, near.distance <= max(1, near.word.utf8.count / 3) else { return nil }
    return near.word
  }

  static func list(_ words: [String]) -> String {
    words.count == 1 ? "only \(words[0]) is" : "known are \(words.joined(separator: ", "))"
  }

  /// The least number of letters to insert, remove, replace or swap with the next (optimal string
  /// alignment).
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    var before: [Int] = []
    var above = Array(0...right.count)
    for row in left.indices {
      var line = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var best = min(above[column + 1] + 1, line[column] + 1, above[column] + (isSame ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, before[column - 1] + 1)
        }
        line.append(best)
      }
      (before, above) = (above, line)
    }
    return above[right.count]
  }
}
