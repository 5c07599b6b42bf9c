// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import Testing

@Suite("The performer of a reply")
struct WirePerformerTests {
  private static let head = Array("HEAD".utf8)

  /// Performs content that comes in these pieces; returns what is seen outside.
  private func perform(
    _ pieces: [String], of length: Int?, coding: Coding = .plain,
    _ change: (inout WirePlan) -> Void = { _ in }
  ) -> [Sight] {
    var plan = WirePlan()
    change(&plan)
    var performer = WirePerformer(plan, head: Self.head, contentBytes: length)
    var pieces = pieces[...]
    var sights: [Sight] = []
    while true {
      switch performer.turn() {
      case .bytes(let bytes, _): sights.see(String(decoding: bytes, as: UTF8.self))
      case .starved:
        guard let piece = pieces.popFirst() else {
          performer.finish(mark: Array(coding.mark.utf8))
          continue
        }
        performer.append(Array(piece.utf8)) { coding.encode($0) }
      case .wait(let duration): sights.append(.pause(duration))
      case .end(let ending): return sights + [.end(ending)]
      case .complete: return sights
      }
    }
  }

  @Test("gives a reply out as it is where the plan is plain", arguments: Coding.allCases)
  func plain(coding: Coding) {
    let bytes = coding == .plain ? "HEADabcde" : "HEAD<3>abc;;<2>de;;[end]"
    #expect(perform(["abc", "de"], of: nil, coding: coding) == [.bytes(bytes)])
    #expect(perform([], of: 0) == [.bytes("HEAD")])
  }

  @Test("cuts within a chunk and between chunks, and leaves the mark of the end out")
  func chunkCuts() {
    let expected = [
      0: "HEAD", 1: "HEAD<3>a", 2: "HEAD<3>ab", 3: "HEAD<3>abc;;", 4: "HEAD<3>abc;;<2>d",
      5: "HEAD<3>abc;;<2>de;;", 6: "HEAD<3>abc;;<2>de;;", .max: "HEAD<3>abc;;<2>de;;",
    ]
    for (offset, bytes) in expected {
      let sights = perform(["abc", "de"], of: nil, coding: .chunks) {
        $0.stop = WirePlan.Stop(at: .content(offset), .reset)
      }
      #expect(sights == [.bytes(bytes), .end(.reset)])
    }
    let whole = perform(["abc"], of: nil, coding: .chunks) {
      $0.stop = WirePlan.Stop(at: .beforeEnd(0), .close)
    }
    #expect(whole == [.bytes("HEAD<3>abc;;[end]"), .end(.close)])
  }

  @Test("alters content and never what frames it")
  func alterations() {
    let sights = perform(["abc", "de"], of: nil, coding: .chunks) {
      $0.alterations = [0, 3, 4, 9].map { WirePlan.Alteration(offset: $0, mask: 0x20) }
    }
    #expect(sights == [.bytes("HEAD<3>Abc;;<2>DE;;[end]")])
  }

  @Test("counts the bytes to the last one that is not as it should be")
  func spoiltBytes() {
    let plans: [(count: Int?, change: (inout WirePlan) -> Void)] = [
      (nil, { $0.pace = WirePlan.Pace(bytes: 1, every: .seconds(1)) }),
      (nil, { $0.stop = WirePlan.Stop(at: .content(2), .reset) }),
      // Behind "HEADab" and "oops\r\n"; content that is cut there has no size before it here.
      (12, { $0.framing = .malformedChunk(at: 2) }),
      (6, { $0.alterations = [1, 0].map { WirePlan.Alteration(offset: $0, mask: 1) } }),
      (nil, { $0.alterations = [WirePlan.Alteration(offset: 5, mask: 1)] }),
      (9, { $0.framing = .length(offset: 7) }),
      (9, { $0.framing = .none }),
      (3, { $0.substitute = Array("GET".utf8) }),
    ]
    for (count, change) in plans {
      var plan = WirePlan()
      change(&plan)
      var performer = WirePerformer(plan, head: Self.head, contentBytes: 5)
      performer.append(Array("abcde".utf8)) { $0 }
      performer.finish(mark: [])
      var given = 0
      while case let turn = performer.turn(), turn != .complete {
        if case .end = turn { break }
        guard case .bytes(let bytes, _) = turn else { continue }
        given += bytes.count
        #expect((performer.bytesToLastSpoilt ?? 0) <= given)
      }
      #expect(performer.bytesToLastSpoilt == count)
    }
  }

  @Test("puts the malformed chunk between two chunks", arguments: [1, 2, 3, 5, 9])
  func malformedChunk(offset: Int) {
    let oops = "oops\r\n"
    let expected = [
      1: "HEAD<1>a;;\(oops)<2>bc;;<2>de;;[end]", 2: "HEAD<2>ab;;\(oops)<1>c;;<2>de;;[end]",
      3: "HEAD<3>abc;;\(oops)<2>de;;[end]", 5: "HEAD<3>abc;;<2>de;;\(oops)[end]",
      9: "HEAD<3>abc;;<2>de;;\(oops)[end]",
    ]
    for length in [5, nil] {
      let sights = perform(["abc", "de"], of: length, coding: .chunks) {
        $0.framing = .malformedChunk(at: offset)
      }
      #expect(sights == [.bytes(expected[offset] ?? ""), .end(.close)])
    }
  }

  @Test("keeps the pace over pieces, altered and inserted bytes, and waits only between bytes")
  func pace() {
    let sights = perform(["abc", "de", "f"], of: 6) {
      $0.pace = WirePlan.Pace(bytes: 3, every: .seconds(1))
      $0.alterations = [WirePlan.Alteration(offset: 1, mask: 0x20)]
    }
    let pause = Sight.pause(.seconds(1))
    #expect(
      sights == [.bytes("HEA"), pause, .bytes("DaB"), pause, .bytes("cde"), pause, .bytes("f")])
    let exact = perform(["ab"], of: 2) { $0.pace = WirePlan.Pace(bytes: 3, every: .seconds(1)) }
    #expect(exact == [.bytes("HEA"), pause, .bytes("Dab")])
    let garbage = perform([], of: 0) {
      $0.substitute = Array("12345".utf8)
      $0.pace = WirePlan.Pace(bytes: 2, every: .seconds(1))
    }
    #expect(
      garbage == [.bytes("12"), pause, .bytes("34"), pause, .bytes("5"), .end(.close)])
  }

  @Test("holds each pause where it belongs, also where a stream ends before")
  func pauses() {
    let sights = perform(["ab"], of: nil) {
      $0.pauses = [
        WirePlan.Pause(at: .start, for: .seconds(1)),
        WirePlan.Pause(at: .head(2), for: .seconds(2)),
        WirePlan.Pause(at: .content(99), for: .seconds(3)),
      ]
    }
    #expect(
      sights == [
        .pause(.seconds(1)), .bytes("HE"), .pause(.seconds(2)), .bytes("ADab"),
        .pause(.seconds(3)),
      ])
  }

  @Test("takes a bounded amount into one turn, and loses and changes nothing on the way")
  func large() {
    let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var plan = WirePlan()
    plan.alterations = [WirePlan.Alteration(offset: 200_000, mask: 1)]
    var performer = WirePerformer(plan, head: Self.head, contentBytes: content.count)
    performer.append(content) { $0 }
    performer.finish(mark: [])
    var (bytes, contentBytes) = ([UInt8](), 0)
    while case .bytes(let more, let count) = performer.turn() {
      #expect(more.count <= 64 * 1024)
      bytes += more
      contentBytes += count
    }
    var expected = content
    expected[200_000] ^= 1
    #expect(bytes == Self.head + expected)
    #expect(contentBytes == content.count)
    #expect(performer.turn() == .complete)
    #expect(performer.isWhole)
  }

  @Test("tells a reply that was given out whole from one that was cut")
  func whole() {
    for (point, isWhole) in [(WirePlan.Point.beforeEnd(0), true), (.beforeEnd(1), false)] {
      var plan = WirePlan()
      plan.stop = WirePlan.Stop(at: point, .reset)
      var performer = WirePerformer(plan, head: Self.head, contentBytes: 1)
      performer.append([1]) { $0 }
      performer.finish(mark: [])
      while case .bytes = performer.turn() {}
      #expect(performer.isWhole == isWhole)
    }
  }
}

/// What a performance looks like from outside.
private enum Sight: Equatable {
  case bytes(String)
  case pause(Duration)
  case end(WireEnding)
}

extension [Sight] {
  /// Bytes that follow bytes are the same as if they had come at once.
  fileprivate mutating func see(_ bytes: String) {
    if case .bytes(let before) = last {
      self[count - 1] = .bytes(before + bytes)
    } else {
      append(.bytes(bytes))
    }
  }
}

/// A coding of content; the chunks are shown with signs that are easy to read.
enum Coding: CaseIterable {
  case plain
  case chunks

  var mark: String { self == .plain ? "" : "[end]" }

  func encode(_ content: [UInt8]) -> [UInt8] {
    self == .plain ? content : Array("<\(content.count)>".utf8) + content + Array(";;".utf8)
  }
}
