// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import Testing

@Suite("Wire plans as instructions")
struct WirePlanTests {
  /// A plan, the sizes of a reply, and its steps.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let plan: WirePlan
    let head: Int
    let content: Int?
    let steps: [WireInstruction]

    init(
      _ name: String, _ head: Int, _ content: Int?, _ steps: [WireInstruction],
      _ change: (inout WirePlan) -> Void = { _ in }
    ) {
      self.name = name
      self.head = head
      self.content = content
      self.steps = steps
      var plan = WirePlan()
      change(&plan)
      self.plan = plan
    }

    var testDescription: String { "\(name), head \(head), content \(content ?? -1)" }
  }

  @Test("are the exact steps of each fault", arguments: WirePlanTables.all)
  func steps(_ row: Row) {
    #expect(row.plan.instructions(headBytes: row.head, contentBytes: row.content) == row.steps)
  }

  @Test("end with an ending or with all that is left, whatever the plan")
  func endings() {
    for plan in WirePlanTables.all.map(\.plan) {
      for (head, content) in [(0, 0), (1, 1), (100, 3_000_000), (100, nil)] as [(Int, Int?)] {
        let steps = plan.instructions(headBytes: head, contentBytes: content)
        switch steps.last {
        case .end, .sendRest, .wait: break
        default: Issue.record("\(plan): \(steps)")
        }
        let endCount = steps.count { if case .end = $0 { true } else { false } }
        #expect(endCount <= 1)
      }
    }
  }

  @Test("never send more than there is", arguments: WirePlanTables.all)
  func counts(_ row: Row) {
    guard let content = row.content, row.plan.substitute == nil else { return }
    let count = row.steps.reduce(0) { count, step in
      switch step {
      case .send(let more): count + more
      case .alter: count + 1
      case .pace, .insert, .sendContent, .sendRest, .wait, .end: count
      }
    }
    #expect(count <= row.head + content)
  }
}

/// The tables of the suite; apart, since its arguments may not be its own.
enum WirePlanTables {
  typealias Row = WirePlanTests.Row

  static let all = stops + streams + waits + bytes + framings + substitutes + order

  private static func stop(
    _ point: WirePlan.Point, _ ending: WireEnding = .reset
  ) -> (inout WirePlan) -> Void {
    { $0.stop = WirePlan.Stop(at: point, ending) }
  }

  static let stops = [
    Row("plain", 100, 300, [.sendRest]),
    Row("plain", 100, nil, [.sendRest]),
    Row("plain", 0, 0, [.sendRest]),
    Row("at the start", 100, 300, [.end(.reset)], stop(.start)),
    Row("at the start", 100, nil, [.end(.stall)], stop(.start, .stall)),
    Row("in the head", 100, 300, [.send(10), .end(.close)], stop(.head(10), .close)),
    Row("head 0", 100, 300, [.end(.close)], stop(.head(0), .close)),
    Row("beyond the head", 100, 300, [.send(100), .end(.reset)], stop(.head(101))),
    Row("below the head", 100, 300, [.end(.reset)], stop(.head(-5))),
    Row("in the content", 100, 300, [.send(101), .end(.stall)], stop(.content(1), .stall)),
    Row("content 0", 100, 300, [.send(100), .end(.reset)], stop(.content(0))),
    Row("content -1", 100, 300, [.send(100), .end(.reset)], stop(.content(-1))),
    Row("last byte", 100, 300, [.send(399), .end(.reset)], stop(.content(299))),
    Row("all content", 100, 300, [.sendRest, .end(.reset)], stop(.content(300))),
    Row("huge", 100, 300, [.sendRest, .end(.reset)], stop(.content(.max))),
    Row("half", 100, 300, [.send(250), .end(.reset)], stop(.contentShare(0.5))),
    Row("a third of 10", 100, 10, [.send(103), .end(.reset)], stop(.contentShare(1.0 / 3))),
    Row("all", 100, 300, [.sendRest, .end(.reset)], stop(.contentShare(1))),
    Row("share 7", 100, 300, [.sendRest, .end(.reset)], stop(.contentShare(7))),
    Row("share -7", 100, 300, [.send(100), .end(.reset)], stop(.contentShare(-7))),
    Row("no share", 100, 300, [.send(100), .end(.reset)], stop(.contentShare(.nan))),
    Row("behind it", 100, 300, [.sendRest, .end(.reset)], stop(.beforeEnd(0))),
    Row("7 before it", 100, 300, [.send(393), .end(.reset)], stop(.beforeEnd(7))),
    Row("in the head", 100, 300, [.send(50), .end(.reset)], stop(.beforeEnd(350))),
    Row("before all", 100, 300, [.end(.reset)], stop(.beforeEnd(.max))),
    Row("no content", 100, 0, [.sendRest, .end(.close)], stop(.content(10), .close)),
  ]

  static let streams = [
    Row("in the head", 100, nil, [.send(7), .end(.reset)], stop(.head(7))),
    Row("in the content", 100, nil, [.send(107), .end(.reset)], stop(.content(7))),
    Row("huge", 100, nil, [.sendContent, .end(.reset)], stop(.content(.max))),
    Row("no share", 100, nil, [.send(100), .end(.reset)], stop(.contentShare(0))),
    Row("half", 100, nil, [.sendContent, .end(.reset)], stop(.contentShare(0.5))),
    Row("all", 100, nil, [.sendContent, .end(.reset)], stop(.contentShare(1))),
    Row("before the end", 100, nil, [.sendContent, .end(.close)], stop(.beforeEnd(9), .close)),
    Row("behind the end", 100, nil, [.sendRest, .end(.stall)], stop(.beforeEnd(0), .stall)),
    Row("pause behind it", 100, nil, [.sendRest, .wait(.seconds(1))]) {
      $0.pauses = [WirePlan.Pause(at: .beforeEnd(0), for: .seconds(1))]
    },
    Row(
      "pause before the end", 100, nil, [.sendContent, .wait(.seconds(1)), .sendRest]
    ) {
      $0.pauses = [WirePlan.Pause(at: .contentShare(1), for: .seconds(1))]
    },
    Row("altered", 100, nil, [.send(105), .alter(1), .sendRest]) {
      $0.alterations = [WirePlan.Alteration(offset: 5, mask: 1)]
    },
  ]

  private static let pace = WirePlan.Pace(bytes: 16, every: .milliseconds(10))

  static let waits = [
    Row("pace", 100, 300, [.pace(pace), .sendRest]) { $0.pace = pace },
    Row("pace", 100, nil, [.pace(pace), .sendRest]) { $0.pace = pace },
    Row("pace of nothing", 100, 300, [.end(.reset)]) {
      $0.pace = pace
      $0.stop = WirePlan.Stop(at: .start, .reset)
    },
    Row("pace, then stop", 100, 300, [.pace(pace), .send(120), .end(.stall)]) {
      $0.pace = pace
      $0.stop = WirePlan.Stop(at: .content(20), .stall)
    },
    Row(
      "pauses", 100, 300,
      [
        .wait(.seconds(1)), .send(10), .wait(.seconds(2)), .wait(.seconds(3)), .send(90),
        .wait(.seconds(4)), .send(300), .wait(.seconds(5)), .sendRest,
      ]
    ) {
      $0.pauses = [
        WirePlan.Pause(at: .content(300), for: .seconds(5)),
        WirePlan.Pause(at: .head(10), for: .seconds(2)),
        WirePlan.Pause(at: .content(0), for: .seconds(4)),
        WirePlan.Pause(at: .start, for: .seconds(1)),
        WirePlan.Pause(at: .head(10), for: .seconds(3)),
        WirePlan.Pause(at: .head(50), for: .zero),
      ]
    },
    Row(
      "pauses up to the stop", 100, 300, [.send(10), .wait(.seconds(1)), .end(.reset)]
    ) {
      $0.pauses = [
        WirePlan.Pause(at: .head(10), for: .seconds(1)),
        WirePlan.Pause(at: .head(11), for: .seconds(2)),
      ]
      $0.stop = WirePlan.Stop(at: .head(10), .reset)
    },
  ]

  static let bytes = [
    Row("first", 100, 300, [.send(100), .alter(0xff), .sendRest]) {
      $0.alterations = [WirePlan.Alteration(offset: 0, mask: 0xff)]
    },
    Row("last", 100, 300, [.send(399), .alter(0xff), .sendRest]) {
      $0.alterations = [WirePlan.Alteration(offset: 299, mask: 0xff)]
    },
    Row("beyond", 100, 300, [.sendRest]) {
      $0.alterations = [
        WirePlan.Alteration(offset: 300, mask: 0xff), WirePlan.Alteration(offset: -1, mask: 0xff),
      ]
    },
    Row("no change", 100, 300, [.sendRest]) {
      $0.alterations = [WirePlan.Alteration(offset: 3, mask: 0)]
    },
    Row(
      "several", 100, 300, [.send(103), .alter(3), .alter(4), .send(5), .alter(8), .sendRest]
    ) {
      $0.alterations = [
        WirePlan.Alteration(offset: 10, mask: 8), WirePlan.Alteration(offset: 3, mask: 1),
        WirePlan.Alteration(offset: 4, mask: 4), WirePlan.Alteration(offset: 3, mask: 2),
      ]
    },
    Row("up to the stop", 100, 300, [.send(102), .alter(1), .end(.close)]) {
      $0.alterations = [
        WirePlan.Alteration(offset: 2, mask: 1), WirePlan.Alteration(offset: 3, mask: 1),
      ]
      $0.stop = WirePlan.Stop(at: .content(3), .close)
    },
  ]

  private static let oops = WireInstruction.insert(WirePlan.malformedChunkSize)

  private static func framing(_ framing: WirePlan.Framing) -> (inout WirePlan) -> Void {
    { $0.framing = framing }
  }

  static let framings = [
    Row("none", 100, 300, [.sendRest, .end(.close)], framing(.none)),
    Row("none", 100, nil, [.sendRest, .end(.close)], framing(.none)),
    Row("longer", 100, 300, [.sendRest, .end(.close)], framing(.length(offset: 1))),
    Row("shorter", 100, 300, [.sendRest], framing(.length(offset: -1))),
    Row("of a stream", 100, nil, [.sendRest, .end(.close)], framing(.length(offset: -1))),
    Row(
      "chunk", 100, 300, [.send(107), oops, .sendRest, .end(.close)],
      framing(.malformedChunk(at: 7))),
    Row(
      "first chunk", 9, 3, [.send(9), oops, .sendRest, .end(.close)],
      framing(.malformedChunk(at: 0))),
    Row(
      "last chunk", 9, 3, [.send(12), oops, .sendRest, .end(.close)],
      framing(.malformedChunk(at: 3))),
    Row(
      "beyond", 9, 3, [.send(12), oops, .sendRest, .end(.close)], framing(.malformedChunk(at: 99))),
    Row(
      "of a stream", 9, nil, [.send(14), oops, .sendRest, .end(.close)],
      framing(.malformedChunk(at: 5))),
    Row("longer, then a hang", 100, 300, [.sendRest, .end(.stall)]) {
      $0.framing = .length(offset: 5)
      $0.stop = WirePlan.Stop(at: .beforeEnd(0), .stall)
    },
  ]

  private static let abc: [UInt8] = [0x61, 0x62, 0x63]

  static let substitutes = [
    Row("garbage", 100, 300, [.insert(abc), .end(.close)]) { $0.substitute = abc },
    Row("garbage", 100, nil, [.insert(abc), .end(.close)]) { $0.substitute = abc },
    Row("no bytes", 100, 300, [.end(.close)]) { $0.substitute = [] },
    Row("all of it, then a reset", 100, 300, [.insert(abc), .end(.reset)]) {
      $0.substitute = abc
      $0.stop = WirePlan.Stop(at: .beforeEnd(0), .reset)
    },
    Row("cut", 100, 300, [.insert([0x61, 0x62]), .end(.stall)]) {
      $0.substitute = abc
      $0.stop = WirePlan.Stop(at: .content(2), .stall)
    },
    Row("without a head", 100, 300, [.end(.stall)]) {
      $0.substitute = abc
      $0.stop = WirePlan.Stop(at: .head(2), .stall)
    },
    Row(
      "altered, paced, with a pause", 100, 300,
      [
        .pace(pace), .insert([0x61]), .wait(.seconds(1)), .insert([0x63]), .insert([0x63]),
        .end(.close),
      ]
    ) {
      $0.substitute = abc
      $0.pace = pace
      $0.framing = .malformedChunk(at: 2)
      $0.alterations = [WirePlan.Alteration(offset: 1, mask: 1)]
      $0.pauses = [WirePlan.Pause(at: .content(1), for: .seconds(1))]
    },
  ]

  static let order = [
    Row(
      "all on one byte", 10, 20,
      [.send(15), .wait(.seconds(1)), oops, .alter(1), .sendRest, .end(.close)]
    ) {
      $0.alterations = [WirePlan.Alteration(offset: 5, mask: 1)]
      $0.framing = .malformedChunk(at: 5)
      $0.pauses = [WirePlan.Pause(at: .content(5), for: .seconds(1))]
    },
    Row("all on one byte, stopped", 10, 20, [.send(15), .wait(.seconds(1)), oops, .end(.reset)]) {
      $0.alterations = [WirePlan.Alteration(offset: 5, mask: 1)]
      $0.framing = .malformedChunk(at: 5)
      $0.pauses = [WirePlan.Pause(at: .content(5), for: .seconds(1))]
      $0.stop = WirePlan.Stop(at: .content(5), .reset)
    },
  ]
}
