// Falsework
// SPDX-License-Identifier: MIT

/// What a value counts, and how it is written for people.
package enum Unit: String, Sendable {
  case perSecond = "1/s"
  case seconds = "s"
  case bytes = "B"
  case bytesPerSecond = "B/s"
  case count = "1"

  /// Writes a value with about three significant digits; kB and MB are powers of ten.
  package func text(_ value: Double) -> String {
    switch self {
    case .perSecond: Self.grouped(value) + "/s"
    case .seconds: Self.scaled(value, [(1, "s"), (1e-3, "ms"), (1e-6, "µs")])
    case .bytes: Self.scaled(value, Self.byteScales)
    case .bytesPerSecond: Self.scaled(value, Self.byteScales) + "/s"
    case .count: Self.grouped(value.rounded())
    }
  }

  private static let byteScales = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")]

  private static func scaled(
    _ value: Double, _ scales: [(factor: Double, name: String)]
  ) -> String {
    let scale = scales.first { abs(value) >= $0.factor } ?? scales[scales.count - 1]
    return significant(value / scale.factor) + " " + scale.name
  }

  /// Writes a number with three significant digits, or all digits before the point.
  static func significant(_ value: Double) -> String {
    let decimals = abs(value) >= 99.95 ? 0 : abs(value) >= 9.995 ? 1 : 2
    return fixed(value, decimals: decimals)
  }

  /// Writes a number with so many digits after the point, 0 to 3.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let power = [1, 10, 100, 1000][min(decimals, 3)]
    let scaled = Int((abs(value) * Double(power)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard power > 1 else { return sign + String(scaled) }
    let fraction = String(scaled % power)
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(scaled / power).\(zeros)\(fraction)"
  }

  private static func grouped(_ value: Double) -> String {
    guard abs(value) >= 999.5 || value == value.rounded() else { return significant(value) }
    var digits = String(Int(abs(value).rounded()))
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}
