// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import FalseworkHTTP
import Testing

/// What the tests of this suite go through.
enum WireFaultTables {
  /// A place and where it lies in a head of 100 bytes and the body above.
  static let places: [(WirePosition, WirePlan.Point?)] = [
    (.start, .start), (.head(3), .head(3)), (.headEnd, .content(0)), (.content(7), .content(7)),
    (.contentShare(0.5), .contentShare(0.5)), (.beforeEnd(4), .beforeEnd(4)),
    (.insideMember("request_id"), .content(43)), (.insideMember("b"), .content(62)),
    (.insideMember("nothing"), nil), (.meshChunkEnd(1), nil),
  ]

  /// A place for a byte to change, and which of 100 it is.
  static let bytes: [(WirePosition, Int?)] = [
    (.content(7), 7), (.contentShare(0), 0), (.contentShare(0.5), 50), (.contentShare(1), 99),
    (.beforeEnd(0), 99), (.beforeEnd(1), 99), (.beforeEnd(100), 0), (.beforeEnd(200), 0),
    (.headEnd, 0), (.start, nil),
  ]
}

@Suite("A fault on the wire")
struct WireFaultTests {
  private static let body = #"{"status": "IN_QUEUE", "request_id": "0123456789", "a": {"b": 1}}"#

  @Test("finds its place in a reply", arguments: WireFaultTables.places)
  func places(position: WirePosition, point: WirePlan.Point?) {
    var fault = WireFault()
    fault.stops = [WireFault.Stop(at: position, .reset)]
    fault.pauses = [WireFault.Pause(at: position, for: .seconds(1))]
    let plan = fault.plan(content: Array(Self.body.utf8), contentBytes: Self.body.utf8.count)
    #expect(plan.stop == point.map { WirePlan.Stop(at: $0, .reset) })
    #expect(plan.pauses == (point.map { [WirePlan.Pause(at: $0, for: .seconds(1))] } ?? []))
  }

  @Test("cuts a member in the middle of its value")
  func inside() throws {
    var fault = WireFault()
    fault.stops = [WireFault.Stop(at: .insideMember("request_id"), .close)]
    #expect(fault.contentNeed == .whole)
    let plan = fault.plan(content: Array(Self.body.utf8), contentBytes: Self.body.utf8.count)
    guard case .content(let offset)? = plan.stop?.point else {
      Issue.record("\(plan)")
      return
    }
    #expect(Self.body.prefix(offset).hasSuffix(#""request_id": "01234"#))
  }

  @Test("finds the ends of a mesh's chunks")
  func chunks() {
    var file = Array("glTF".utf8) + [2, 0, 0, 0] + [44, 0, 0, 0]
    file += [8, 0, 0, 0] + Array("JSON{      }".utf8)
    file += [4, 0, 0, 0] + Array("BIN\0abcd".utf8)
    for (number, offset) in [(1, 28), (2, 40), (3, nil)] {
      var fault = WireFault()
      fault.stops = [WireFault.Stop(at: .meshChunkEnd(number), .close)]
      #expect(fault.contentNeed == .prefix(64 << 10))
      let stop = fault.plan(content: file, contentBytes: file.count).stop
      #expect(stop?.point == offset.map { .content($0) })
      #expect(fault.plan(content: Array(file.dropFirst()), contentBytes: 39).stop == nil)
      #expect(fault.plan(contentBytes: 40).stop == nil)
    }
  }

  /// Stops in one reply of 100 bytes of content, the earliest first.
  @Test("stops at the earliest of its places")
  func earliest() {
    let order: [WirePosition] = [
      .start, .head(1), .head(9), .headEnd, .content(10), .contentShare(0.2), .beforeEnd(70),
      .contentShare(0.5), .content(99), .beforeEnd(0),
    ]
    for index in order.indices.dropLast() {
      for later in order[(index + 1)...] {
        var fault = WireFault()
        fault.stops = [WireFault.Stop(at: later, .close), WireFault.Stop(at: order[index], .reset)]
        #expect(fault.plan(contentBytes: 100).stop?.ending == .reset, "\(order[index]), \(later)")
      }
    }
  }

  @Test("changes the byte that it names", arguments: WireFaultTables.bytes)
  func corruption(position: WirePosition, offset: Int?) {
    var fault = WireFault()
    fault.corruptions = [WireFault.Corruption(at: position, mask: 4)]
    let alterations = fault.plan(contentBytes: 100).alterations
    #expect(alterations == (offset.map { [WirePlan.Alteration(offset: $0, mask: 4)] } ?? []))
    #expect(fault.plan(contentBytes: 0).alterations.count <= 1)
  }

  @Test("lies about lengths as it is told to")
  func framing() {
    let lies: [(WireFault.Framing?, WirePlan.Framing)] = [
      (nil, .honest), (WireFault.Framing.none, .none), (.length(offset: -3), .length(offset: -3)),
      (.malformedChunk(at: .content(5)), .malformedChunk(at: 5)),
      (.malformedChunk(at: .contentShare(0.5)), .malformedChunk(at: 50)),
      (.malformedChunk(at: .meshChunkEnd(1)), .honest),
    ]
    for (lie, expected) in lies {
      var fault = WireFault()
      fault.framing = lie
      #expect(fault.plan(contentBytes: 100).framing == expected)
    }
  }

  @Test("is performed as a list of instructions")
  func instructions() throws {
    let rules = try scenario(
      #"[{"do": {"drip": {"bytes": 16, "every": "200ms"}, "reset": {"after": {"content": 40}}}}]"#)
    var book = FaultBook(seed: 1)
    let wire = book.decide(subject(.result), under: [rules], at: testNow).wire
    let steps = wire?.plan(contentBytes: 100).instructions(headBytes: 60, contentBytes: 100)
    #expect(
      steps == [
        .pace(WirePlan.Pace(bytes: 16, every: .milliseconds(200))), .send(100), .end(.reset),
      ])
  }

  @Test("sends garbage in the place of everything")
  func garbage() throws {
    let rules = try scenario(#"[{"do": {"garbage": "SSH-2.0\r\n"}}]"#)
    var book = FaultBook(seed: 1)
    let decision = book.decide(subject(.result), under: [rules], at: testNow)
    #expect(decision.arrival == .wire)
    #expect(decision.wire?.plan().substitute == Array("SSH-2.0\r\n".utf8))
  }
}
