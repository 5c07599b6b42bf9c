// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Deflate") struct DeflateTests {
  enum Content: String, CaseIterable {
    case zeros, random, fewValues, shortPeriod, longPeriod, skewed

    func bytes(count: Int) -> [UInt8] {
      var generator = SeededGenerator(seed: 7, stream: UInt64(count))
      switch self {
      case .zeros: return [UInt8](repeating: 0, count: count)
      case .random: return (0..<count).map { _ in UInt8(generator.nextIndex(below: 256)) }
      case .fewValues: return (0..<count).map { _ in UInt8(generator.nextIndex(below: 3)) }
      case .shortPeriod: return (0..<count).map { UInt8($0 % 7) }
      case .longPeriod:
        return (0..<count).map { UInt8(($0 % 5000) * 2_654_435_761 >> 9 & 0xFF) }
      case .skewed:
        // Counts that double from value to value need codes longer than fifteen bits.
        return (0..<count).map { _ in UInt8(min(24, generator.nextBits().leadingZeroBitCount)) }
      }
    }
  }

  static let counts = [0, 1, 2, 3, 4, 5, 257, 258, 259, 4096, 32_767, 32_769, 65_536, 100_003]

  @Test("a decoder gets back what was compressed", arguments: Content.allCases, counts)
  func roundTrip(content: Content, count: Int) throws {
    let bytes = content.bytes(count: count)
    let stream = Deflate.zlib(bytes)
    #expect(try Inflate.bytes(ofZlib: stream, limit: count) == bytes)
  }

  @Test("two hundred small seeded buffers of mixed content come back")
  func mixedRoundTrips() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      let bytes = (0..<4).flatMap { _ in
        generator.nextElement(ofAll: Content.allCases)
          .bytes(count: generator.nextIndex(below: 300))
      }
      #expect(try Inflate.bytes(ofZlib: Deflate.zlib(bytes), limit: bytes.count) == bytes)
    }
  }

  @Test("random bytes grow by no more than the stored form costs")
  func incompressible() {
    let stream = Deflate.zlib(Content.random.bytes(count: 200_000))
    #expect(stream.count <= 200_000 + 100)
  }

  @Test("repetitions shrink to less than a fiftieth", arguments: [Content.zeros, .shortPeriod])
  func compressible(content: Content) {
    #expect(Deflate.zlib(content.bytes(count: 100_003)).count < 2000)
  }

  @Test("noise of two bits a byte takes little more, however long it goes on")
  func lowEntropy() {
    let stream = Deflate.zlib(Content.skewed.bytes(count: 600_000))
    #expect(stream.count < 600_000 / 4 * 103 / 100)
  }

  @Test("a repetition twenty thousand bytes back is found")
  func farMatches() {
    let once = Content.random.bytes(count: 20_000)
    #expect(Deflate.zlib(once + once).count < 22_000)
  }
}

extension SeededGenerator {
  mutating func nextElement<Element>(ofAll elements: [Element]) -> Element {
    elements[nextIndex(below: elements.count)]
  }
}
