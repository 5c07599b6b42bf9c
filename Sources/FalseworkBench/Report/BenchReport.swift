// Falsework
// SPDX-License-Identifier: MIT

package import FalseworkJSON

/// Everything that came out of one run, with what must be known to judge it.
package struct BenchReport: Sendable {
  /// Names and values that say where and how was measured, in order.
  package var circumstances: [(name: String, value: String)]
  /// The readings, in order.
  package var readings: [Reading] = []

  /// Who the peers are, for people and machines.
  private let peerName: String

  /// Creates a report without readings.
  package init(circumstances: [(name: String, value: String)], peerName: String = "nginx") {
    self.circumstances = circumstances
    self.peerName = peerName
  }

  /// The report as a table; each value is the median of its rounds, and ± half of their spread.
  package var table: String {
    var table = TextTable([
      ("measure", .left), ("quantity", .left), ("falsework", .right), ("±", .right),
      (peerName, .right), ("±", .right), ("ratio", .right), ("target", .left), ("", .left),
    ])
    for reading in readings { table.add(Self.cells(reading)) }
    return circumstances.map { "\($0.name): \($0.value)\n" }.joined() + "\n" + table.text
  }

  private static func cells(_ reading: Reading) -> [String] {
    let verdict = reading.isOnTarget.map { $0 ? "met" : "MISSED" }
    return [
      reading.measure, reading.quantity, reading.unit.text(reading.ours.median),
      deviation(reading.ours), reading.peer.map { reading.unit.text($0.median) } ?? "",
      deviation(reading.peer), reading.ratio.map { Unit.fixed($0, decimals: 2) } ?? "",
      reading.target?.text(reading.unit) ?? "", verdict ?? "",
    ]
  }

  private static func deviation(_ samples: Samples?) -> String {
    samples?.spread.map { "\(Unit.fixed($0 * 50, decimals: 0)) %" } ?? ""
  }

  /// The report with the values of every round.
  package var json: JSONValue {
    [
      "circumstances": .object(
        circumstances.reduce(into: JSONObject()) { $0[$1.name] = .string($1.value) }),
      "readings": .array(readings.map(json)),
    ]
  }

  private func json(_ reading: Reading) -> JSONValue {
    var object: JSONObject = [
      "measure": .string(reading.measure), "quantity": .string(reading.quantity),
      "unit": .string(reading.unit.rawValue), "falsework": Self.json(reading.ours),
    ]
    object[peerName] = reading.peer.map(Self.json)
    object["ratio"] = reading.ratio.map { .number(JSONNumber($0)) }
    object["target"] = reading.target.map { .string($0.text(reading.unit)) }
    object["met"] = reading.isOnTarget.map { .bool($0) }
    return .object(object)
  }

  private static func json(_ samples: Samples) -> JSONValue {
    [
      "median": .number(JSONNumber(samples.median)),
      "rounds": .array(samples.values.map { .number(JSONNumber($0)) }),
    ]
  }
}
