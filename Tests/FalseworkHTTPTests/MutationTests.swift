// Falsework
// SPDX-License-Identifier: MIT

import Glibc
import Testing

/// A few rounds in every run. For a longer one, with another seed:
///
///     FALSEWORK_FUZZ_ROUNDS=5000 FALSEWORK_FUZZ_SEED=7 swift test --filter MutationTests
@Suite("Mutated messages")
struct MutationTests {
  private static let seed = setting("FALSEWORK_FUZZ_SEED") ?? 0xFA15_E304
  private static let roundsPerCase = Int(setting("FALSEWORK_FUZZ_ROUNDS") ?? 16)
  private static let changesMax = 3

  @Test("never stop a machine, and give the same events whole and cut", arguments: WireCorpus.all)
  func mutated(_ wireCase: WireCase) {
    var generator = SeededGenerator(seed: Self.seed ^ UInt64(wireCase.bytes.count))
    for round in 0..<Self.roundsPerCase {
      var bytes = wireCase.bytes
      for _ in 0...generator.below(Self.changesMax) { Self.mutate(&bytes, &generator) }
      // A machine that has read the unchanged message must not take the changed one for it.
      if generator.below(3) == 0 { bytes = wireCase.bytes + bytes }
      let whole = lines(wireCase, Cutting.whole(bytes))
      let cut = lines(wireCase, Self.cut(bytes, &generator))
      let single = lines(wireCase, Cutting.byteByByte(bytes))
      guard whole != cut || whole != single else { continue }
      #expect(whole == cut, "seed \(Self.seed), round \(round): \(WireText.escaped(bytes))")
      #expect(whole == single, "seed \(Self.seed), round \(round): \(WireText.escaped(bytes))")
      return
    }
  }

  private static func setting(_ name: String) -> UInt64? {
    getenv(name).flatMap { UInt64(String(cString: $0)) }
  }

  /// Bytes that mean something to a parser, and some that should not.
  private static let telling: [[UInt8]] = [
    "\r\n", "\n", "\r", " ", "\t", ":", ";", ",", "0", "5", "f", "\r\n\r\n", "chunked", "\u{0}",
    "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "HTTP/1.0",
    "Connection: close\r\n", "Expect: 100-continue\r\n", "0\r\n\r\n", "\u{FF}", "-", "9999999999",
  ].map { Array($0.utf8) }

  private static func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    let index = generator.below(bytes.count + 1)
    switch generator.below(5) {
    case 0: bytes.insert(contentsOf: telling[generator.below(telling.count)], at: index)
    case 1: if index < bytes.count { bytes[index] = UInt8(truncatingIfNeeded: generator.next()) }
    case 2: bytes.removeSubrange(index..<min(bytes.count, index + 1 + generator.below(8)))
    case 3:
      let end = min(bytes.count, index + generator.below(24))
      bytes.insert(contentsOf: Array(bytes[index..<end]), at: generator.below(bytes.count + 1))
    default: if index < bytes.count { bytes[index] ^= 1 << UInt8(generator.below(8)) }
    }
  }

  private static func cut(
    _ bytes: [UInt8], _ generator: inout SeededGenerator
  ) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + 1 + generator.below(20))
      pieces.append(bytes[start..<end])
      start = end
    }
    return pieces
  }

  private func lines(_ wireCase: WireCase, _ pieces: [ArraySlice<UInt8>]) -> [String] {
    switch wireCase.role {
    case .request: ServerTranscript.lines(pieces, endsStream: wireCase.endsStream)
    case .response(let method):
      ClientTranscript.lines(pieces, method: method, endsStream: wireCase.endsStream)
    }
  }
}
