// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import FalseworkQueue
import Testing

@Suite("The id of a request")
struct RequestIDTests {
  /// Computed in Python with `uuid.UUID` from the same draws.
  @Test("is a UUID of version 7 of its moment and two draws")
  func vector() {
    var generator = SeededGenerator(seed: 7, key: "ids")
    let time = Timestamp(microseconds: 1_767_225_600_123_456)
    let id = RequestID(time: time, using: &generator)
    #expect(id.description == "019b76da-a87b-7aa4-ac11-d94349eacb44")
  }

  @Test("has version 7 and the variant of RFC 9562 whatever is drawn")
  func form() throws {
    var generator = SeededGenerator(seed: 1, key: "form")
    for _ in 0..<500 {
      let text = RequestID(time: testNow, using: &generator).description
      let form = try Regex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
      #expect(text.wholeMatch(of: form) != nil)
      #expect(text.hasPrefix("01a3185c-5000-7"))
    }
  }

  @Test("sorts by the millisecond")
  func order() {
    var generator = SeededGenerator(seed: 2, key: "order")
    let ids = (0..<2000).map { step in
      RequestID(time: testNow.advanced(by: .milliseconds(step)), using: &generator).description
    }
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == ids.count)
  }

  @Test("is its own in one and the same millisecond")
  func distinct() {
    var generator = SeededGenerator(seed: 3, key: "distinct")
    let ids = Set((0..<2000).map { _ in RequestID(time: testNow, using: &generator) })
    #expect(ids.count == 2000)
  }

  @Test(
    "has 48 bits of milliseconds, none of them negative",
    arguments: [
      (0, "00000000-0000-7"), (-1, "00000000-0000-7"), (.min, "00000000-0000-7"),
      (999, "00000000-0000-7"), (1000, "00000000-0001-7"),
      ((1 << 48 - 1) * 1000, "ffffffff-ffff-7"), (.max, "c49ba5e3-53f7-7"),
    ] as [(Int64, String)])
  func extremes(microseconds: Int64, prefix: String) {
    var generator = SeededGenerator(seed: 4, key: "extremes")
    let id = RequestID(time: Timestamp(microseconds: microseconds), using: &generator)
    #expect(id.description.hasPrefix(prefix))
    #expect(RequestID(id.description) == id)
  }

  @Test(
    "is read from any UUID, in either case",
    arguments: [
      "00000000-0000-0000-0000-000000000000", "019e1951-c778-7120-8a3b-0123456789ab",
      "019E1951-C778-7120-8A3B-0123456789AB", "ffffffff-FFFF-ffff-FFFF-ffffffffffff",
    ])
  func read(text: String) throws {
    let id = try #require(RequestID(text))
    #expect(id.description == text.lowercased())
    #expect(id == RequestID(text.uppercased()))
  }

  @Test(
    "is not read from",
    arguments: [
      "", "x", "019e1951c77871208a3b0123456789ab", "019e1951-c778-7120-8a3b-0123456789a",
      "019e1951-c778-7120-8a3b-0123456789abc", "019e1951-c778-7120-8a3b_0123456789ab",
      "019e1951-c778-7120-8a3b-0123456789ag", " 19e1951-c778-7120-8a3b-0123456789ab",
      "{019e1951-c778-7120-8a3b-012345678}", "019e1951-c778-7120-8a3b-0123456789\u{e9}",
      "０19e1951-c778-7120-8a3b-0123456789", "../../../../etc/passwd-0123456789abc",
      "-19e1951-c778-7120-8a3b-0123456789ab", "------------------------------------",
    ])
  func malformed(text: String) {
    #expect(RequestID(text) == nil)
  }

  @Test("is not read from a long text", arguments: [35, 37, 1 << 20])
  func long(count: Int) {
    #expect(RequestID(String(repeating: "0", count: count)) == nil)
  }
}
