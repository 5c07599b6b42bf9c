// Falsework
// SPDX-License-Identifier: MIT

extension Duration {
  /// Reads a length with its unit, such as `250ms`, `90s`, `1.5m`, `2h` or `7d`.
  ///
  /// Returns `nil` for anything else. What is less than a microsecond is dropped.
  public init?(unitText text: String) {
    guard let match = text.wholeMatch(of: /([0-9]{1,9})(?:\.([0-9]{1,6}))?(ms|s|m|h|d)/),
      let whole = Int64(match.1), let unit = Self.units[match.3]
    else { return nil }
    let digits = match.2 ?? ""
    let millionths = Int64(digits + String(repeating: "0", count: 6 - digits.count)) ?? 0
    self = .milliseconds(unit) * whole + .microseconds(unit * millionths / 1000)
  }

  /// The units in milliseconds.
  private static let units: [Substring: Int64] = [
    "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
  ]
}
