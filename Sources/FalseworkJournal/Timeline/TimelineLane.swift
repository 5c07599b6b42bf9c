// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// A row of a timeline.
struct TimelineLane {
  /// What stands beside it.
  var label: String
  /// What stands below the label, smaller.
  var detail = ""
  var bars: [TimelineBar] = []
  var marks: [TimelineMark] = []
  /// Whether the marks have their labels beside them, in as many rows as that takes.
  var isLabelled = false
}

/// Something that took time.
struct TimelineBar {
  enum Style: String {
    /// A job that waits.
    case queue
    /// A job that runs.
    case run
    /// An exchange that takes its time.
    case exchange
  }

  let from: Timestamp
  let to: Timestamp
  let style: Style
  let title: String
}

/// Something that happened at a moment.
struct TimelineMark {
  /// The form, which says the same as the colour.
  enum Shape {
    case circle, ring, triangle, square, cross, diamond, hollowDiamond, star, tick, arrow
    case hollowArrow
  }

  /// The meaning of the colour.
  enum Tone: String {
    case good, caution, bad, lost, fault, missed, webhook, quiet
  }

  let time: Timestamp
  let shape: Shape
  let tone: Tone
  let title: String
  var label = ""
  /// Whether the mark says the same as its neighbours, and may become one with them.
  var isOrdinary = false
}
