// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

// MARK: - Marks

extension TimelineDrawing {
  /// Draws marks that are one.
  mutating func draw(_ marks: [TimelineMark], at middle: Double) {
    guard let first = marks.first else { return }
    if marks.count == 1 {
      draw(first, at: middle)
    } else {
      let titles = marks.prefix(3).map(\.title) + (marks.count > 3 ? ["…"] : [])
      let title = "\(marks.count) alike:\n" + titles.joined(separator: "\n")
      draw(.tick, first.tone, title: title, at: (place(of: first), middle))
    }
  }

  mutating func draw(_ mark: TimelineMark, at middle: Double) {
    draw(mark.shape, mark.tone, title: mark.title, at: (place(of: mark), middle))
  }

  private mutating func draw(
    _ shape: TimelineMark.Shape, _ tone: TimelineMark.Tone, title: String,
    at place: (x: Double, y: Double)
  ) {
    add { $0.draw(shape, tone, title: title, at: place) }
  }
}

extension TimelineMark.Shape {
  fileprivate var isHollow: Bool {
    switch self {
    case .ring, .cross, .hollowDiamond, .star, .hollowArrow: true
    case .circle, .triangle, .square, .diamond, .tick, .arrow: false
    }
  }

  /// The outline around a place, as a path.
  fileprivate func path(at place: (x: Double, y: Double)) -> String {
    let lines = Self.lines[self] ?? []
    return lines.map { line in
      let points = line.map { "\((place.x + $0.0).px) \((place.y + $0.1).px)" }
      return "M" + points.joined(separator: "L") + (line.count > 2 ? "Z" : "")
    }.joined()
  }

  private static let lines: [Self: [[(Double, Double)]]] = [
    .triangle: [[(0, -5.5), (5.5, 4.5), (-5.5, 4.5)]],
    .square: [[(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)]],
    .cross: [[(-4.5, -4.5), (4.5, 4.5)], [(-4.5, 4.5), (4.5, -4.5)]],
    .diamond: [[(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)]],
    .hollowDiamond: [[(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)]],
    .star: [
      [(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)], [(-3, -3), (3, 3)], [(-3, 3), (3, -3)],
    ],
    .tick: [[(-1.2, -7), (1.2, -7), (1.2, 7), (-1.2, 7)]],
    .arrow: [[(-5, -5.5), (6, 0), (-5, 5.5)]],
    .hollowArrow: [[(-5, -5.5), (6, 0), (-5, 5.5)]],
  ]
}

// MARK: - Legend

extension TimelineDrawing {
  /// What the marks mean.
  static var legend: Markup {
    let marks: [(TimelineMark.Shape, TimelineMark.Tone, String)] = [
      (.circle, .good, "2xx"), (.triangle, .caution, "4xx"), (.square, .bad, "5xx or failed"),
      (.cross, .lost, "no whole reply"), (.diamond, .fault, "fault delivered"),
      (.star, .missed, "fault missed"), (.arrow, .webhook, "webhook accepted"),
      (.hollowArrow, .bad, "webhook refused"), (.tick, .good, "several alike"),
    ]
    var legend = Markup()
    legend.element("ul", ["class": "legend"]) { list in
      for (shape, tone, text) in marks { list.add(shape, tone, text) }
      for (style, text) in [("queue", "waits in the queue"), ("run", "runs")] {
        list.element("li") { item in
          item.element("svg", ["width": "24", "height": "16"]) { svg in
            svg.element(
              "rect",
              [
                "class": "fw-bar fw-\(style)", "x": "1", "y": "2", "width": "22", "height": "12",
                "rx": "2",
              ])
          }
          item.write(text)
        }
      }
    }
    return legend
  }
}

extension Markup {
  fileprivate mutating func add(
    _ shape: TimelineMark.Shape, _ tone: TimelineMark.Tone, _ text: String
  ) {
    element("li") { item in
      item.element("svg", ["width": "16", "height": "16"]) { svg in
        svg.draw(shape, tone, at: (8, 8))
      }
      item.write(text)
    }
  }

  fileprivate mutating func draw(
    _ shape: TimelineMark.Shape, _ tone: TimelineMark.Tone, title: String = "",
    at place: (x: Double, y: Double)
  ) {
    let style = "fw-mark fw-\(tone.rawValue)\(shape.isHollow ? " fw-hollow" : "")"
    element("g", ["class": style]) { group in
      if !title.isEmpty { group.element("title", text: title) }
      if shape == .circle || shape == .ring {
        group.element("circle", ["cx": place.x.px, "cy": place.y.px, "r": "4.5"])
      } else {
        group.element("path", ["d": shape.path(at: place)])
      }
    }
  }
}
