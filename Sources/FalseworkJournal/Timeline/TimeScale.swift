// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// Where moments lie on an axis.
///
/// All of the axis has one scale, but for the breaks: long stretches in which nothing happened,
/// which would leave no room for what did. Times are in microseconds from the start.
struct TimeScale {
  /// A part of the axis.
  struct Part {
    let from: Double
    let to: Double
    let left: Double
    let right: Double
    let isBreak: Bool
  }

  let start: Timestamp
  let parts: [Part]
  private let pixelsPerMicrosecond: Double

  /// Shorter stretches are never broken, in microseconds.
  private static let breakMin = 30e6
  /// What happened must have taken this long for a break to be worth it, in microseconds.
  private static let restMin = 1e6
  private static let breaksMax = 8
  private static let breakWidth = 76.0

  /// Creates a scale for these moments between two places of the drawing.
  init(_ moments: [Timestamp], left: Double, right: Double) {
    start = moments.min() ?? Timestamp(microseconds: 0)
    let origin = start
    let times = Set(moments.map { Double(origin.duration(to: $0).microseconds) }).sorted()
    let end = max(times.last ?? 0, 1)
    let breaks = Self.breaks(in: times)
    let rest = end - breaks.reduce(0) { $0 + $1.to - $1.from }
    let scale = (right - left - Self.breakWidth * Double(breaks.count)) / rest
    var (parts, time, place) = ([Part](), 0.0, left)
    func add(until end: Double, width: Double, isBreak: Bool) {
      parts.append(
        Part(from: time, to: end, left: place, right: place + width, isBreak: isBreak))
      (time, place) = (end, place + width)
    }
    for gap in breaks {
      add(until: gap.from, width: (gap.from - time) * scale, isBreak: false)
      add(until: gap.to, width: Self.breakWidth, isBreak: true)
    }
    add(until: end, width: (end - time) * scale, isBreak: false)
    self.parts = parts
    pixelsPerMicrosecond = scale
  }

  /// The stretches that are longer than half of all that is not broken.
  private static func breaks(in times: [Double]) -> [(from: Double, to: Double)] {
    var rest = (times.last ?? 0) - (times.first ?? 0)
    var breaks: [(from: Double, to: Double)] = []
    let gaps = zip(times, times.dropFirst()).map { (from: $0, to: $1) }
    for gap in gaps.sorted(by: { $0.to - $0.from > $1.to - $1.from }).prefix(breaksMax) {
      let length = gap.to - gap.from
      guard length >= breakMin, rest - length >= restMin, length > (rest - length) / 2 else {
        break
      }
      rest -= length
      breaks.append(gap)
    }
    return breaks.sorted { $0.from < $1.from }
  }

  /// The place of a moment, which must not lie before the start.
  func place(of moment: Timestamp) -> Double {
    place(of: Double(start.duration(to: moment).microseconds))
  }

  private func place(of time: Double) -> Double {
    guard let part = parts.first(where: { time <= $0.to }) ?? parts.last else { return 0 }
    let share = part.to > part.from ? (time - part.from) / (part.to - part.from) : 0
    return part.left + min(max(share, 0), 1) * (part.right - part.left)
  }
}

extension TimeScale {
  /// A line of the axis and what stands beside it.
  struct Tick {
    let place: Double
    let label: String
  }

  private static let tickDistanceMin = 90.0
  /// A label after a break must not cover the one before.
  private static let labelDistanceMin = 68.0

  /// The lengths between ticks: 1, 2 and 5 of what is below a second, then those of clocks; in
  /// microseconds.
  private static let steps: [Double] =
    [1, 10, 100, 1000, 1e4, 1e5].flatMap { [$0, 2 * $0, 5 * $0] }
    + [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200].map {
      $0 * 1e6
    }
    + [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000].map { $0 * 86_400e6 }

  /// The ticks at round times, and one after each break.
  var ticks: [Tick] {
    let step =
      Self.steps.first { $0 * pixelsPerMicrosecond >= Self.tickDistanceMin } ?? Self.steps.last ?? 1
    var ticks: [Tick] = []
    for part in parts where !part.isBreak {
      let isNarrow = part.right - part.left < Self.tickDistanceMin
      // Where no other tick follows, the two largest units say enough.
      if part.from > 0 { add(part.from, isNarrow ? 60e6 : step, to: &ticks) }
      var time = (part.from / step).rounded(.up) * step
      while time <= part.to {
        if time > part.from || part.from == 0 { add(time, step, to: &ticks) }
        time += step
      }
    }
    return ticks
  }

  private func add(_ time: Double, _ step: Double, to ticks: inout [Tick]) {
    let place = place(of: time)
    let label =
      time == 0
      ? "0" : "+" + TimeText.place(.microseconds(Int64(time)), step: .microseconds(Int64(step)))
    let isFree = ticks.last.map { place - $0.place >= Self.labelDistanceMin } ?? true
    if isFree { ticks.append(Tick(place: place, label: label)) }
  }
}
