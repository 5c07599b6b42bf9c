// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench
import FalseworkJSON
import Testing

@Suite("The report")
struct ReportTests {
  @Test(
    "writes values for people",
    arguments: [
      (Unit.perSecond, 48_024.4, "48,024/s"), (.perSecond, 1_234_567, "1,234,567/s"),
      (.perSecond, 999.6, "1,000/s"), (.perSecond, 12.34, "12.3/s"), (.seconds, 2, "2.00 s"),
      (.seconds, 0.0925, "92.5 ms"), (.seconds, 0.0000186, "18.6 µs"), (.seconds, 0, "0.00 µs"),
      (.seconds, 1e-7, "0.10 µs"), (.bytes, 25_000_000, "25.0 MB"), (.bytes, 6000, "6.00 kB"),
      (.bytes, 999, "999 B"), (.bytes, -2_500_000, "-2.50 MB"), (.bytes, 0, "0.00 B"),
      (.bytesPerSecond, 1.16e9, "1.16 GB/s"), (.count, 21, "21"), (.count, 10_000, "10,000"),
    ])
  func values(unit: Unit, value: Double, expected: String) {
    #expect(unit.text(value) == expected)
  }

  private static func reading(
    ours: [Double], peer: [Double]? = nil, target: Target? = nil
  ) -> Reading {
    Reading(
      "status", "64 conn., requests", .perSecond, ours: Samples(ours), peer: peer.map(Samples.init),
      target: target)
  }

  @Test(
    "judges by the target",
    arguments: [
      (reading(ours: [80], peer: [100], target: .ratioAtLeast(0.8)), true),
      (reading(ours: [79], peer: [100], target: .ratioAtLeast(0.8)), false),
      (reading(ours: [130], peer: [100], target: .ratioAtMost(1.3)), true),
      (reading(ours: [131], peer: [100], target: .ratioAtMost(1.3)), false),
      (reading(ours: [5, 9, 6], target: .valueAtMost(6)), true),
      (reading(ours: [7], target: .valueAtMost(6)), false),
      (reading(ours: [5, 9, 6], target: .valueAtLeast(6)), true),
      (reading(ours: [7], target: .valueAtLeast(8)), false),
      (reading(ours: [80], target: .ratioAtLeast(0.8)), nil), (reading(ours: [80]), nil),
    ])
  func targets(reading: Reading, isOnTarget: Bool?) {
    #expect(reading.isOnTarget == isOnTarget)
  }

  private static let sample: BenchReport = {
    var report = BenchReport(circumstances: [("processors", "2"), ("peer", "nginx 1.22.1")])
    report.readings = [
      reading(ours: [36_000, 40_000, 44_000], peer: [50_000, 50_000, 50_000]),
      reading(ours: [40_000], peer: [50_000], target: .ratioAtLeast(0.8)),
      Reading(
        "start", "memory at rest", .bytes, ours: Samples([30_000_000]),
        target: .valueAtMost(25_000_000)),
    ]
    return report
  }()

  @Test("is a table whose columns stand below each other")
  func table() {
    let expected = """
      processors: 2
      peer: nginx 1.22.1

      measure  quantity            falsework     ±     nginx    ±  ratio  target
      ─────────────────────────────────────────────────────────────────────────────────────
      status   64 conn., requests   40,000/s  10 %  50,000/s  0 %   0.80
      status   64 conn., requests   40,000/s        50,000/s        0.80  ≥ 0.80     met
      start    memory at rest        30.0 MB                              ≤ 25.0 MB  MISSED
      """
    #expect(Self.sample.table == expected)
  }

  @Test("is JSON with every round's value")
  func json() throws {
    let json = try JSONValue.parse(Self.sample.json.serialized(.compact))
    #expect(json["circumstances"]?["peer"] == "nginx 1.22.1")
    let first = json["readings"]?[0]
    #expect(first?["measure"] == "status")
    #expect(first?["unit"] == "1/s")
    #expect(first?["falsework"]?["rounds"]?[2]?.numberValue?.doubleValue == 44_000)
    #expect(first?["nginx"]?["median"]?.numberValue?.doubleValue == 50_000)
    #expect(first?["ratio"]?.numberValue?.doubleValue == 0.8)
    #expect(first?["met"] == nil)
    #expect(json["readings"]?[1]?["met"] == true)
    #expect(json["readings"]?[2]?["met"] == false)
    #expect(json["readings"]?[2]?["nginx"] == nil)
    #expect(json["readings"]?[2]?["target"] == "≤ 25.0 MB")
  }
}
