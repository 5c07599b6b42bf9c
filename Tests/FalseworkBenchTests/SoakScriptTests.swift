// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench
import Testing

@Suite("A soak's script")
struct SoakScriptTests {
  private static let targets = SoakTargets(
    status: .get("/status", ["A: b"]), result: .get("/result"), file: .get("/file"),
    fileBytes: 100_000)

  private func scripts(_ kind: SoakKind, count: Int = 200) -> [SoakScript] {
    var generator = SeededGenerator(seed: 7)
    return (0..<count).map { _ in SoakScript.draw(kind, Self.targets, using: &generator) }
  }

  @Test("is the same for the same seed, and another for another")
  func seeds() {
    func draw(_ seed: UInt64) -> [SoakScript] {
      var generator = SeededGenerator(seed: seed)
      return (0..<50).map { _ in SoakScript.draw(Self.targets, using: &generator) }
    }
    #expect(draw(1) == draw(1))
    #expect(draw(1) != draw(2))
  }

  @Test("is of every kind and over each channel, sooner or later")
  func variety() {
    var generator = SeededGenerator(seed: 3)
    let scripts = (0..<500).map { _ in SoakScript.draw(Self.targets, using: &generator) }
    #expect(Set(scripts.map(\.kind)) == Set(SoakKind.allCases))
    #expect(Set(scripts.map(\.channel)) == Set(SoakScript.Channel.allCases))
  }

  @Test("gives each client a claim only to replies to whole requests", arguments: SoakKind.allCases)
  func claims(kind: SoakKind) {
    for script in scripts(kind) {
      let replies = script.steps.count { if case .expectReply = $0 { true } else { false } }
      switch kind.claim {
      case .replies:
        #expect(replies > 0)
        #expect(script.wireBytesMax == nil && !script.steps.contains(.reset))
        if case .expectReply(200) = script.steps.last {} else { Issue.record("\(script)") }
      case .nothing:
        #expect(replies == 0 || script.wireBytesMax != nil)
      }
    }
  }

  @Test("holds no longer than the soak waits for its end", arguments: SoakKind.allCases)
  func holds(kind: SoakKind) {
    var isLong = false
    for case .hold(let duration) in scripts(kind).flatMap(\.steps) {
      #expect(duration <= SoakScript.holdMax)
      isLong = isLong || duration > .seconds(20)
    }
    #expect(isLong == [.mute, .headStaller, .bodyStaller, .abandoner].contains(kind))
  }

  @Test("stalls within a head, or within a body")
  func stalls() {
    for (kind, isWithinHead) in [(SoakKind.headStaller, true), (.bodyStaller, false)] {
      for case .send(let bytes) in scripts(kind).flatMap(\.steps) {
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\r\n\r\n") != isWithinHead)
        #expect(!text.hasSuffix("}"))
      }
    }
  }

  @Test("drips the end of a request, byte by byte, faster than a head may take")
  func drips() {
    for script in scripts(.dripper) {
      guard case .drip(let bytes, let interval) = script.steps[2] else {
        Issue.record("\(script)")
        continue
      }
      #expect(!bytes.isEmpty && interval * bytes.count < .seconds(20))
    }
  }
}

@Suite("The soak's generator")
struct SoakGeneratorTests {
  @Test("draws both ends of a range and nothing beyond")
  func range() {
    var generator = SeededGenerator(seed: 1)
    let numbers = (0..<1000).map { _ in generator.number(in: -1...2) }
    #expect(Set(numbers) == [-1, 0, 1, 2])
    #expect(generator.number(in: 5...5) == 5)
  }
}
