// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import FalseworkProtocol
import FalseworkQueue
import Testing

/// What the tests of this suite go through.
enum LatencyModelTables {
  /// A model, its mean or where that says little its median, and the least and the greatest draw.
  static let models: [(LatencyModel, middle: Double, bounds: ClosedRange<Double>)] = [
    (.fixed(.seconds(3)), 3, 3...3),
    (.uniform(.seconds(1), .seconds(3)), 2, 1...3),
    (.uniform(.seconds(2), .seconds(2)), 2, 2...2),
    (.normal(mean: .seconds(10), deviation: .seconds(1)), 10, 4...16),
    (.normal(mean: .zero, deviation: .seconds(1)), 0, 0...6),
    (.lognormal(median: .seconds(2), sigma: 0.5), 2, 0.1...30),
    (.exponential(mean: .seconds(1)), 0.693, 0...20),
    (.pareto(least: .seconds(1), shape: 2), 1.414, 1...500),
    (
      .histogram([
        .init(from: .seconds(1), to: .seconds(2), weight: 1),
        .init(from: .seconds(8), to: .seconds(9), weight: 3),
      ]), 8.333, 1...9
    ),
  ]
}

@Suite("A model of latency")
struct LatencyModelTests {
  @Test("draws around its middle and within its bounds", arguments: LatencyModelTables.models)
  func draws(model: LatencyModel, middle: Double, bounds: ClosedRange<Double>) {
    var generator = SeededGenerator(seed: 5, key: "latency")
    let draws = (0..<4001).map { _ in model.draw(using: &generator).seconds }.sorted()
    #expect(bounds.contains(draws[0]) && bounds.contains(draws[4000]))
    #expect(abs(draws[2000] - middle) <= max(0.05, middle * 0.05), "\(draws[2000])")
  }

  @Test("has the spread that it is given")
  func spread() {
    var generator = SeededGenerator(seed: 6, key: "spread")
    let model = LatencyModel.normal(mean: .seconds(10), deviation: .seconds(2))
    let draws = (0..<4000).map { _ in model.draw(using: &generator).seconds }
    let mean = draws.reduce(0, +) / 4000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000
    #expect((1.9...2.1).contains(variance.squareRoot()))
    let exponential = LatencyModel.exponential(mean: .seconds(1))
    let waits = (0..<4000).map { _ in exponential.draw(using: &generator).seconds }
    #expect((0.95...1.05).contains(waits.reduce(0, +) / 4000))
  }

  @Test("never draws longer than a year or less than nothing")
  func bounds() {
    var generator = SeededGenerator(seed: 7)
    let models: [LatencyModel] = [
      .fixed(.seconds(1 << 40)), .fixed(.seconds(-3)),
      .pareto(least: LatencyModel.durationMax, shape: 0.1),
      .lognormal(median: LatencyModel.durationMax, sigma: 10),
      .normal(mean: .zero, deviation: LatencyModel.durationMax), .histogram([]),
    ]
    for model in models {
      for _ in 0..<200 {
        let duration = model.draw(using: &generator)
        #expect(duration >= .zero && duration <= LatencyModel.durationMax)
      }
    }
  }
}

@Suite("A bucket of tokens")
struct TokenBucketTests {
  @Test("gives what it holds, and then what comes back")
  func refill() {
    var bucket = TokenBucket(capacity: 2, refillPerSecond: 4, at: testNow)
    let waits = [0, 0, 0, 100, 250, 400, 10_000, 10_000, 10_000].map { milliseconds in
      bucket.take(at: testNow.advanced(by: .milliseconds(milliseconds)))
    }
    #expect(
      waits == [
        nil, nil, .milliseconds(250), .milliseconds(150), nil, .milliseconds(100), nil, nil,
        .milliseconds(250),
      ])
  }

  @Test("that never refills says so, and time that goes back gives nothing")
  func never() {
    var bucket = TokenBucket(capacity: 1, refillPerSecond: 0, at: testNow)
    #expect(bucket.take(at: testNow) == nil)
    #expect(bucket.take(at: testNow) == LatencyModel.durationMax)
    #expect(bucket.take(at: testNow.advanced(by: .seconds(-9))) == LatencyModel.durationMax)
    var empty = TokenBucket(capacity: 0, refillPerSecond: 5, at: testNow)
    #expect(empty.take(at: testNow.advanced(by: .seconds(99))) != nil)
  }
}

/// What the tests of this suite go through.
enum GlobTables {
  static let table: [(String, yes: [String], no: [String])] = [
    ("abc", ["abc"], ["", "ab", "abcd", "xabc", "ABC"]),
    ("*", ["", "a", "/a/b"], []),
    ("a*", ["a", "abc"], ["", "ba"]),
    ("*a", ["a", "bca"], ["", "ab"]),
    ("a*b*c", ["abc", "aXbYc", "abbbcc"], ["ab", "acb", "abcd"]),
    ("/files/*.glb", ["/files/b/x.glb", "/files/.glb"], ["/files/x.glb.txt"]),
    ("a?c", ["abc", "aéc"], ["ac", "abbc"]), ("??", ["ab", "éü"], ["a", "abc"]),
    ("*?", ["a", "abc"], [""]), ("**a", ["a", "xa"], ["b"]), ("", [""], ["a"]),
  ]
}

@Suite("A pattern for text")
struct GlobTests {
  @Test("takes what is like it, and nothing else", arguments: GlobTables.table)
  func table(pattern: String, yes: [String], no: [String]) {
    let glob = Glob(pattern)
    for text in yes { #expect(glob.matches(text), "\(text)") }
    for text in no { #expect(!glob.matches(text), "\(text)") }
  }
}

/// What the tests of this suite go through.
enum SuggestionTables {
  static let table: [(String, String?)] = [
    ("dealy", "delay"), ("delays", "delay"), ("DELAY", "delay"), ("rest", "reset"),
    ("rate-limit", "rate_limit"), ("truncate", "close"), ("timeout", "stall"), ("xyz", nil),
    ("", nil), (String(repeating: "delay", count: 1000), nil),
  ]
}

@Suite("A suggestion")
struct SuggestionTests {
  @Test("is what somebody probably meant", arguments: SuggestionTables.table)
  func table(word: String, expected: String?) {
    let known = FaultActionKind.allCases.map(\.rawValue)
    #expect(Suggestion.nearest(to: word, among: known) == expected)
  }
}
