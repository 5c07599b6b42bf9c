// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJournal
import FalseworkProtocol
import Testing

/// Tallies of one rule, and what the page says of them.
private enum Verdicts {
  static func tally(
    evaluated: Int = 5, fired: Int = 0, delivered: Int = 0, missed: Int = 0
  ) -> FaultTally {
    let reasons = missed > 0 ? [FaultTally.Missed(reason: "it left", count: missed)] : []
    return FaultTally(
      scenario: "s", rule: "r", evaluated: evaluated, matched: fired, fired: fired,
      delivered: delivered, missed: reasons)
  }

  static let all: [([FaultTally], String, [String])] = [
    ([], "No fault was armed.", []),
    ([tally(fired: 1, delivered: 1)], "The fault reached the client.", ["delivered"]),
    (
      [tally()], "The fault did not reach the client.",
      ["never fired", "It was held against 5 exchanges and fired at none."]
    ),
    (
      [tally(evaluated: 0)], "The fault did not reach the client.",
      ["No exchange came that it could apply to."]
    ),
    (
      [tally(fired: 2, missed: 2)], "The fault did not reach the client.",
      ["missed", "It fired twice, and the client met it never.", "Missed twice: it left"]
    ),
    (
      [tally(fired: 3, delivered: 2, missed: 1), tally(fired: 1, delivered: 1)],
      "All 2 faults reached the client.", ["partly delivered", "Missed once: it left"]
    ),
    ([tally(fired: 1, delivered: 1), tally()], "1 of 2 faults reached the client.", []),
    ([tally(), tally()], "None of 2 faults reached the client.", []),
    ([tally(fired: 1)], "The fault did not reach the client.", ["under way"]),
  ]
}

@Suite("The page of a rehearsal")
struct RehearsalPageTests {
  private func isWellFormed(_ markup: String) -> Bool {
    var open: [Substring] = []
    var rest = markup[...]
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return false }
      let tag = rest[rest.index(after: start)..<end]
      let name = tag.prefix { $0.isLetter || $0.isNumber || $0 == "/" }
      if name.hasPrefix("/") {
        guard open.popLast() == name.dropFirst() else { return false }
      } else if name != "meta", !tag.hasPrefix("!") {
        open.append(name)
      }
      rest = rest[rest.index(after: end)...]
    }
    return open.isEmpty
  }

  @Test("says first whether the faults reached the client", arguments: Verdicts.all)
  func verdicts(tallies: [FaultTally], headline: String, lines: [String]) {
    let html = RehearsalPage(title: "t", entries: [Samples.poll(1)], tallies: tallies).html
    #expect(html.contains("<strong>\(headline)</strong>"))
    for line in lines { #expect(html.contains(">\(line)<"), "\(line)") }
  }

  @Test("counts the faults of its entries where nobody else did")
  func tallies() {
    let tallies = FaultTally.tallies(of: Rehearsal.entries(pollsMax: 4))
    #expect(tallies.map(\.rule) == ["two-a-second", "first-submit", "cut-at-half"])
    #expect(tallies.map(\.delivered) == [1, 1, 1])
    #expect(tallies[2].missed.map(\.count) == [1])
    #expect(FaultTally.tallies(of: [Samples.full]).map(\.fired) == [1, 1, 1])
  }

  @Test("is one file without scripts, and nothing in it comes from elsewhere")
  func closed() {
    let html = Rehearsal.page().html
    for word in ["<script", "<img", "<link", "<iframe", "@import", "url("] {
      #expect(!html.contains(word), "\(word)")
    }
    for tag in html.split(separator: "<").map({ $0.prefix { $0 != ">" } }) {
      #expect(!tag.contains(" src=") && !tag.contains(" href=") && !tag.contains(" on"), "\(tag)")
    }
    #expect(html.contains("default-src 'none'"))
    #expect(isWellFormed(html))
  }

  @Test("shows what clients send as text")
  func escaped() {
    let html = Rehearsal.page().html
    #expect(html.contains("/&lt;script&gt;alert(1)&lt;/script&gt;\u{FFFD}\u{FFFD}&#39;&quot;&amp;"))
    #expect(html.contains("&lt;/pre&gt;&lt;img src=x onerror=alert(1)&gt;"))
    #expect(html.contains("]]&gt;&lt;!-- &lt;/details&gt;"))
    #expect(!html.unicodeScalars.contains("\u{202E}"))
    #expect(!html.contains("secret"))
  }

  @Test("folds polls that say the same, but none with a fault or another answer")
  func folds() {
    let html = Rehearsal.page(pollsMax: 41).html
    #expect(html.contains("20 × 202") && html.contains("×20"))
    #expect(html.split(separator: "class=\"fold\"").count - 1 == 2)
    #expect(html.split(separator: "class=\"exchange\"").count - 1 == 48)
    #expect(
      !RehearsalPage(title: "", entries: (1...3).map { Samples.poll($0) }).html.contains("×3"))
  }

  @Test("has limits, and says what it leaves out")
  func limits() {
    let entries = (1...RehearsalPage.exchangesMax + 7).map { Samples.poll($0, job: "\($0)") }
    let jobs = (1...JobTimeline.jobsMax + 2).map {
      JobHistory(requestID: "\($0)", index: $0, endpoint: "e", events: [])
    }
    let html = RehearsalPage(title: "", entries: entries, jobs: jobs, evictedCount: 1).html
    #expect(html.contains("7 more are not listed.") && html.contains("2 more jobs have no row."))
    #expect(html.contains("1 exchange was let go of"))
    #expect(html.split(separator: "class=\"exchange\"").count - 1 == RehearsalPage.exchangesMax)
  }

  @Test("is a page where nothing happened, too")
  func empty() {
    let html = RehearsalPage(title: "t", entries: []).html
    #expect(html.contains("Nothing happened.") && !html.contains("<h2>"))
    #expect(isWellFormed(html))
  }
}
