// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Testing

@Suite("JSON round trips") struct JSONRoundTripTests {
  @Test("reads back what it wrote, in every style", arguments: UInt64(1)...40)
  func roundTrip(seed: UInt64) throws {
    var generator = JSONGenerator(seed: seed)
    for _ in 0..<25 {
      let value = generator.value()
      for style in [JSONStyle.compact, .python] {
        #expect(try JSONValue.parse(value.serialized(style)) == value, "seed \(seed)")
        #expect(try JSONValue.parse(value.serialized(style), reading: .python) == value)
      }
      let sorted = try JSONValue.parse(value.serialized(.pythonSorted))
      #expect(sorted.isEquivalent(to: value), "seed \(seed)")
    }
  }

  @Test("gives an error for every proper beginning of a document", arguments: UInt64(1)...20)
  func prefixes(seed: UInt64) {
    var generator = JSONGenerator(seed: seed)
    let bytes = JSONValue.array([generator.value(), generator.value()]).serialized(.python)
    for end in bytes.indices {
      for reading in [JSONReading.rfc8259, .python] {
        let error = #expect(throws: JSONSyntaxError.self, "seed \(seed), \(end) bytes") {
          try JSONValue.parse(bytes[..<end], reading: reading)
        }
        #expect((error?.byteOffset ?? .max) <= end)
      }
    }
  }

  @Test("survives any change of one byte", arguments: UInt64(1)...10)
  func mutations(seed: UInt64) {
    var generator = JSONGenerator(seed: seed)
    let bytes = JSONValue.array([generator.value(), generator.value()]).serialized()
    for index in bytes.indices {
      var changed = bytes
      changed[index] = UInt8(truncatingIfNeeded: generator.next())
      guard let value = try? JSONValue.parse(changed) else { continue }
      #expect((try? JSONValue.parse(value.serialized())) == value, "seed \(seed), byte \(index)")
    }
  }
}

/// Values from a seed (SplitMix64), the same on every run.
struct JSONGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func value(depth: Int = 0) -> JSONValue {
    switch below(depth < 4 ? 8 : 5) {
    case 0: .null
    case 1: .bool(below(2) == 0)
    case 2: .number(JSONNumber(Int(truncatingIfNeeded: next())))
    case 3: .number(JSONNumber(double()))
    case 4, 5: .string(text())
    case 6: .array((0..<below(5)).map { _ in value(depth: depth + 1) })
    default: .object(JSONObject(members: (0..<below(5)).map { _ in member(depth: depth + 1) }))
    }
  }

  private mutating func member(depth: Int) -> JSONObject.Member {
    JSONObject.Member(name: text(), value: value(depth: depth))
  }

  private mutating func double() -> Double {
    let double = Double(bitPattern: next())
    return double.isFinite ? double : 0.5
  }

  private mutating func text() -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "z", "0", " ", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "日", "😀",
      "\u{FEFF}", "\u{FFFF}", "\u{10FFFF}", "\u{2028}", "\u{301}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<below(20) { text.append(scalars[below(scalars.count)]) }
    return String(text)
  }

  private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
