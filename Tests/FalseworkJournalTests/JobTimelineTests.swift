// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJournal
import FalseworkProtocol
import Testing

/// Lengths of a run in seconds, and the labels of its axis.
private enum Axes {
  static let all: [([Double], [String])] = [
    (
      [0, 10],
      ["0", "+1 s", "+2 s", "+3 s", "+4 s", "+5 s", "+6 s", "+7 s", "+8 s", "+9 s", "+10 s"]
    ),
    (
      [0, 0.004],
      ["0", "+500 µs", "+1 ms", "+1.5 ms", "+2 ms", "+2.5 ms", "+3 ms", "+3.5 ms", "+4 ms"]
    ),
    (
      [0, 7200],
      [
        "0", "+15 min", "+30 min", "+45 min", "+1 h", "+1 h 15 min", "+1 h 30 min",
        "+1 h 45 min", "+2 h",
      ]
    ),
    ([0, 4, 3600, 3604], ["0", "+1 s", "+2 s", "+3 s", "+4 s", "+1 h", "+1 h 1 s"]),
  ]
}

@Suite("A timeline of jobs")
struct JobTimelineTests {
  private func svg(_ seconds: [Double]) -> String {
    JobTimeline(
      entries: seconds.enumerated().map { index, second in
        var entry = Samples.poll(index + 1, at: second)
        entry.times.firstByte = nil
        entry.times.ended = entry.times.arrived
        return entry
      }
    ).svg
  }

  /// The contents of the texts of a class.
  private func texts(_ style: String, in svg: String) -> [String] {
    svg.split(separator: "<text class=\"\(style)\"").dropFirst().compactMap { part in
      part.split(separator: ">").dropFirst().first?.split(separator: "<").first.map(String.init)
    }
  }

  @Test("has round times on its axis", arguments: Axes.all)
  func ticks(seconds: [Double], labels: [String]) {
    let found = texts("fw-tick", in: svg(seconds))
    #expect(found.prefix(labels.count) == labels[...])
  }

  @Test("breaks its axis where nothing happened for long, and only there")
  func breaks() {
    #expect(texts("fw-tick fw-pause", in: svg([0, 4, 3600, 3604])) == ["59 min 56 s"])
    #expect(texts("fw-tick fw-pause", in: svg([0, 4, 33, 37])) == [])
    #expect(texts("fw-tick fw-pause", in: svg([0, 7200])) == [])
    #expect(texts("fw-tick fw-pause", in: svg([0, 0.01, 7200])) == [])
    let minutes = stride(from: 0, through: 3600, by: 60).map { Double($0) }
    #expect(texts("fw-tick fw-pause", in: svg(minutes)) == [])
  }

  @Test("has rows for jobs, operations, faults and webhooks")
  func lanes() {
    let timeline = JobTimeline(entries: Rehearsal.entries(pollsMax: 10), jobs: Rehearsal.jobs)
    #expect(
      texts("fw-label", in: timeline.svg) == [
        "Job 1", "Job 2", "submit", "status", "file", "other", "faults", "webhooks",
      ])
    #expect(texts("fw-note", in: timeline.svg).contains("connection refused"))
    #expect(JobTimeline(entries: []).svg.hasPrefix("<svg "))
  }

  @Test("says in titles how long jobs waited and ran, and what became of faults")
  func titles() {
    let svg = JobTimeline(entries: Rehearsal.entries(pollsMax: 10), jobs: Rehearsal.jobs).svg
    for title in [
      "Job 1 waited 2.8 s", "Job 1 ran 16.3 s", "Job 2 waited 1.3 s", "Job 2 ran 3.4 s",
      "Job 2 waited 2.5 s", "+9.3 s back in the queue: runner_disconnected", "+21.5 s ended: OK",
      "+2.4 s lost-submit-reply › first-submit delivered (#2)",
      "#2 +2.4 s submit: reset instead of 200, 2 ms",
      "+2 h 3 min webhook of Job 2, try 4: 204",
    ] {
      #expect(svg.contains("<title>\(title)</title>"), "\(title)")
    }
  }

  @Test("draws many polls as few marks, and faults one by one")
  func many() {
    var entries = (1...3000).map { Samples.poll($0, at: Double($0) * 0.01) }
    entries[1500].faults = [
      JournalFault(scenario: "s", rule: "r", actions: [], state: .delivered, why: "")
    ]
    let svg = JobTimeline(entries: entries).svg
    let marks = svg.split(separator: "class=\"fw-mark").count - 1
    #expect((100...200).contains(marks))
    #expect(svg.contains("#1501 +15 s status: 202"))
    #expect(svg.utf8.count < 100_000)
  }

  @Test("keeps every mark within the drawing", arguments: [1, 40])
  func bounds(polls: Int) throws {
    let svg = JobTimeline(entries: Rehearsal.entries(pollsMax: polls), jobs: Rehearsal.jobs).svg
    for attribute in ["cx=\"", "x=\"", "x1=\""] {
      for part in svg.split(separator: " " + attribute).dropFirst() {
        let place = try #require(Double(part.prefix { $0 != "\"" }))
        #expect((0...1200).contains(place))
      }
    }
  }
}
