// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// What happened to jobs on one axis of the mock's time: how long they waited and ran, the
/// requests about them, the faults, and the webhooks.
///
/// Long stretches without an event are drawn as breaks.
public struct JobTimeline: Sendable, Hashable {
  /// The most jobs that have a row of their own.
  public static let jobsMax = 12
  /// The most exchanges that are drawn.
  public static let exchangesMax = 5000

  /// The exchanges, in the order of recording.
  public var entries: [JournalEntry]
  /// The jobs, in the order of their submission.
  public var jobs: [JobHistory]

  /// Creates a timeline of exchanges and, where they are known, of jobs; the first `exchangesMax`
  /// and `jobsMax` of them are drawn.
  public init(entries: [JournalEntry], jobs: [JobHistory] = []) {
    self.entries = Array(entries.prefix(Self.exchangesMax))
    self.jobs = Array(jobs.prefix(Self.jobsMax))
  }

  /// The timeline as a document of its own.
  public var svg: String { drawing(.document).text }

  /// What the marks of every timeline mean.
  package static var legend: Markup { TimelineDrawing.legend }

  /// The timeline as a part of a page that has the styles.
  package var inline: Markup { drawing(.part) }

  private enum Place {
    case document, part
  }

  private func drawing(_ place: Place) -> Markup {
    var drawing = TimelineDrawing(entries: entries, jobs: jobs)
    let content = drawing.content()
    var markup = Markup()
    let box = "0 0 \(TimelineDrawing.width.px) \(drawing.height.px)"
    markup.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "fw-timeline", "role": "img",
        "viewBox": box, "width": TimelineDrawing.width.px, "height": drawing.height.px,
        "aria-label": "Timeline of \(entries.count) exchanges and \(jobs.count) jobs",
      ]
    ) { svg in
      if place == .document {
        svg.element("style") { style in
          style.literal(PageStyle.colors)
          style.literal(PageStyle.timeline)
        }
        svg.element("rect", ["class": "fw-paper", "width": "100%", "height": "100%"])
      }
      svg.markup(content)
    }
    return markup
  }
}

extension Double {
  /// The number with one digit after the point, as drawings have it.
  var px: String {
    let tenths = Int((self * 10).rounded())
    let (whole, rest) = tenths.quotientAndRemainder(dividingBy: 10)
    let sign = tenths < 0 && whole == 0 ? "-" : ""
    return rest == 0 ? "\(whole)" : "\(sign)\(whole).\(abs(rest))"
  }
}
