// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// The drawing of a timeline: places from top to bottom, lane by lane.
struct TimelineDrawing {
  static let width = 1200.0
  private static let left = 150.0
  private static let right = width - 48
  private static let top = 34.0
  private static let laneHeight = 34.0
  private static let rowHeight = 18.0
  private static let rowsMax = 4

  private(set) var height = 0.0
  private let scale: TimeScale
  private let lanes: [TimelineLane]
  private var markup = Markup()

  init(entries: [JournalEntry], jobs: [JobHistory]) {
    let moments = TimelineLanes.moments(entries, jobs)
    scale = TimeScale(moments, left: Self.left, right: Self.right)
    lanes = TimelineLanes(entries: entries, jobs: jobs).all
  }

  func place(of mark: TimelineMark) -> Double { scale.place(of: mark.time) }

  mutating func add(_ draw: (inout Markup) -> Void) { draw(&markup) }

  /// Draws everything; the height is known afterwards.
  mutating func content() -> Markup {
    let rows = lanes.map { $0.isLabelled ? self.rows(of: $0) : [] }
    let heights = zip(lanes, rows).map { lane, rows in
      let count = Double((rows.compactMap(\.self).max() ?? 0) + 1)
      return lane.isLabelled ? count * Self.rowHeight + 16 : Self.laneHeight
    }
    let bottom = Self.top + heights.reduce(0, +)
    height = bottom + 12
    drawGrid(until: bottom)
    drawGuides(until: bottom)
    var place = Self.top
    for (index, lane) in lanes.enumerated() {
      draw(lane, from: place, height: heights[index], rows: rows[index])
      place += heights[index]
    }
    return markup
  }
}

// MARK: - Axis

extension TimelineDrawing {
  private mutating func drawGrid(until bottom: Double) {
    for tick in scale.ticks {
      line("fw-grid", from: (tick.place, Self.top - 6), to: (tick.place, bottom))
      markup.element(
        "text",
        [
          "class": "fw-tick", "x": tick.place.px, "y": (Self.top - 13).px,
          "text-anchor": "middle",
        ], text: tick.label)
    }
    for part in scale.parts where part.isBreak {
      let length = TimeText.length(.microseconds(Int64(part.to - part.from)))
      markup.element("g") { group in
        group.element("title", text: "Nothing happened for \(length).")
        group.element(
          "rect",
          [
            "class": "fw-break", "x": part.left.px, "y": (Self.top - 6).px,
            "width": (part.right - part.left).px, "height": (bottom - Self.top + 6).px,
          ])
        group.element(
          "text",
          [
            "class": "fw-tick fw-pause", "x": ((part.left + part.right) / 2).px,
            "y": (bottom + 8).px, "text-anchor": "middle",
          ], text: length)
      }
    }
  }

  /// Lines from the faults up to what they happened to.
  private mutating func drawGuides(until bottom: Double) {
    for mark in lanes.first(where: { $0.label == "faults" })?.marks ?? [] {
      let place = scale.place(of: mark.time)
      line("fw-guide fw-\(mark.tone.rawValue)", from: (place, Self.top), to: (place, bottom))
    }
  }

  private mutating func line(
    _ style: String, from: (x: Double, y: Double), to: (x: Double, y: Double)
  ) {
    markup.element(
      "line", ["class": style, "x1": from.x.px, "y1": from.y.px, "x2": to.x.px, "y2": to.y.px])
  }
}

// MARK: - Lanes

extension TimelineDrawing {
  private mutating func draw(
    _ lane: TimelineLane, from top: Double, height: Double, rows: [Int?]
  ) {
    line("fw-lane", from: (0, top + height), to: (Self.width, top + height))
    let middle = lane.isLabelled ? top + 8 + Self.rowHeight / 2 : top + height / 2
    text("fw-label", lane.label, at: (12, middle - 2))
    text("fw-detail", lane.detail, at: (12, middle + 10))
    for bar in lane.bars { draw(bar, at: middle) }
    if lane.isLabelled {
      for (mark, row) in zip(lane.marks, rows) {
        let y = middle + Double(row ?? 0) * Self.rowHeight
        draw(mark, at: y)
        if row != nil { drawLabel(of: mark, at: y + 3.5) }
      }
    } else {
      // What is out of the ordinary lies on top.
      let groups = groups(of: lane.marks)
      for group in groups where group[0].isOrdinary { draw(group, at: middle) }
      for group in groups where !group[0].isOrdinary { draw(group, at: middle) }
    }
  }

  private mutating func text(_ style: String, _ content: String, at place: (x: Double, y: Double)) {
    if content.isEmpty { return }
    markup.element(
      "text", ["class": style, "x": place.x.px, "y": place.y.px], text: content.shortened(to: 20))
  }

  private mutating func draw(_ bar: TimelineBar, at middle: Double) {
    let (from, to) = (scale.place(of: bar.from), scale.place(of: bar.to))
    let isThin = bar.style == .exchange
    guard to - from >= (isThin ? 3 : 0) else { return }
    let height = isThin ? 4.0 : 16.0
    markup.element("g") { group in
      group.element("title", text: bar.title)
      group.element(
        "rect",
        [
          "class": "fw-bar fw-\(bar.style.rawValue)", "x": from.px, "y": (middle - height / 2).px,
          "width": max(to - from, 1).px, "height": height.px, "rx": "2",
        ])
    }
  }

  private mutating func drawLabel(of mark: TimelineMark, at y: Double) {
    let (from, to) = extent(of: mark)
    let isBefore = from < scale.place(of: mark.time) - Self.markWidth
    markup.element(
      "text",
      [
        "class": "fw-note", "x": (isBefore ? to - Self.markWidth : from + Self.markWidth).px,
        "y": y.px, "text-anchor": isBefore ? "end" : "start",
      ], text: mark.shortLabel)
  }

  private static let markWidth = 10.0

  /// Where a mark and its label begin and end; the label stands before the mark where there is no
  /// room after it.
  private func extent(of mark: TimelineMark) -> (from: Double, to: Double) {
    let place = scale.place(of: mark.time)
    let length = Self.markWidth + Double(mark.shortLabel.count) * 6.2 + 6
    return place + length > Self.width ? (place - length, place) : (place, place + length)
  }

  /// The row of each label, `nil` where there is no room in any.
  ///
  /// Marks stand in order of time.
  private func rows(of lane: TimelineLane) -> [Int?] {
    var ends = [Double](repeating: -.infinity, count: Self.rowsMax)
    return lane.marks.map { mark in
      let (from, to) = extent(of: mark)
      guard let row = ends.firstIndex(where: { $0 <= from - 8 }) else { return nil }
      ends[row] = to
      return row
    }
  }

  /// Neighbours that say the same and would cover each other are one.
  private func groups(of marks: [TimelineMark]) -> [[TimelineMark]] {
    let distanceMin = 7.0
    var groups: [[TimelineMark]] = []
    for mark in marks.sorted(by: { $0.time < $1.time }) {
      if mark.isOrdinary, let last = groups.last, last[0].isOrdinary,
        scale.place(of: mark.time) - scale.place(of: last[0].time) < distanceMin
      {
        groups[groups.count - 1].append(mark)
      } else {
        groups.append([mark])
      }
    }
    return groups
  }
}

extension TimelineMark {
  fileprivate var shortLabel: String { label.shortened(to: 40) }
}

extension String {
  /// The beginning with an ellipsis, if the text is longer.
  fileprivate func shortened(to charactersMax: Int) -> String {
    count > charactersMax ? prefix(charactersMax - 1) + "…" : self
  }
}
