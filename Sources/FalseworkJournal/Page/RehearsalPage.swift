// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// One page that shows what happened in a run, and whether its faults reached the client.
///
/// The page is one file without scripts and without anything from elsewhere; it follows the
/// reader's choice of light or dark. Everything that clients sent is escaped.
public struct RehearsalPage: Sendable, Hashable {
  /// The most exchanges that are listed; the timeline has a limit of its own.
  public static let exchangesMax = 2000

  /// What was rehearsed, as the heading.
  public let title: String
  /// The exchanges, in the order of recording.
  public let entries: [JournalEntry]
  /// The jobs, in the order of their submission.
  public let jobs: [JobHistory]
  /// The rules that were armed and what became of them.
  public let tallies: [FaultTally]
  /// How many exchanges the journal had to let go of.
  public let evictedCount: Int
  /// The first moment, from which the others are counted.
  let start: Timestamp

  /// Creates a page; without tallies it counts the faults of the entries.
  public init(
    title: String, entries: [JournalEntry], jobs: [JobHistory] = [],
    tallies: [FaultTally]? = nil, evictedCount: Int = 0
  ) {
    self.title = title
    self.entries = entries
    self.jobs = jobs
    self.tallies = tallies ?? FaultTally.tallies(of: entries)
    self.evictedCount = evictedCount
    start = TimelineLanes.moments(entries, jobs).min() ?? Timestamp(microseconds: 0)
  }

  /// The page as a document of HTML.
  public var html: String {
    Markup.page(
      title: title,
      styles: [PageStyle.colors, PageStyle.page, PageStyle.exchanges, PageStyle.timeline]
    ) { main in
      writeHeader(&main)
      writeFaults(&main)
      writeTimeline(&main)
      writeExchanges(&main)
      writeFooter(&main)
    }
  }

  private var end: Timestamp { TimelineLanes.moments(entries, jobs).max() ?? start }

  private func writeHeader(_ main: inout Markup) {
    main.element("header") { header in
      header.element("p", ["class": "maker"], text: "Falsework rehearsal")
      header.element("h1", text: title)
      header.element("p", ["class": "facts"], text: facts)
    }
  }

  /// The size of the run in a line.
  private var facts: String {
    if entries.isEmpty, jobs.isEmpty { return "Nothing happened." }
    let exchanges = entries.count == 1 ? "1 exchange" : "\(entries.count) exchanges"
    let jobCount = Set(jobs.map(\.requestID) + entries.compactMap { $0.job?.requestID }).count
    let jobWords = jobCount == 0 ? "no job" : jobCount == 1 ? "1 job" : "\(jobCount) jobs"
    let length = TimeText.length(start.duration(to: end))
    return "\(exchanges) · \(jobWords) · \(length) of mock time from \(TimeText.moment(start))"
  }

  private func writeTimeline(_ main: inout Markup) {
    if entries.isEmpty, jobs.isEmpty { return }
    main.element("section") { section in
      section.element("h2", text: "Timeline")
      section.element("div", ["class": "scroll"]) { scroll in
        scroll.markup(JobTimeline(entries: entries, jobs: jobs).inline)
      }
      section.markup(TimelineDrawing.legend)
      let left = (jobs.count - JobTimeline.jobsMax, entries.count - JobTimeline.exchangesMax)
      if left.0 > 0 {
        section.element("p", ["class": "more"], text: "\(left.0) more jobs have no row.")
      }
      if left.1 > 0 {
        section.element("p", ["class": "more"], text: "\(left.1) more exchanges are not drawn.")
      }
    }
  }

  private func writeFooter(_ main: inout Markup) {
    main.element("footer") { footer in
      if evictedCount > 0 {
        let count = evictedCount == 1 ? "1 exchange was" : "\(evictedCount) exchanges were"
        footer.element(
          "p", text: "\(count) let go of to stay within the journal's budget: the oldest ones.")
      }
      footer.element(
        "p",
        text: "Times are those of the mock's clock. Keys, tokens and cookies are redacted.")
    }
  }
}
