// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension Duration {
  /// The seconds in decimal, to the last digit.
  var decimalSeconds: JSONNumber {
    let (seconds, attoseconds) = components
    let sign = seconds < 0 || attoseconds < 0 ? "-" : ""
    let digits = String(attoseconds.magnitude)
    var fraction = String(repeating: "0", count: 18 - digits.utf8.count) + digits
    while fraction.last == "0" { fraction.removeLast() }
    let tail = fraction.isEmpty ? "" : ".\(fraction)"
    return JSONNumber(literal: "\(sign)\(seconds.magnitude)\(tail)") ?? JSONNumber(0)
  }

  /// Longer ones are not read: microseconds could not count them.
  private static let secondsMax = 1e12

  /// Reads seconds; exactly where they are in decimal with at most 18 digits of a fraction.
  init?(decimalSeconds number: JSONNumber) {
    let isNegative = number.literal.hasPrefix("-")
    let parts = number.literal.drop { $0 == "-" }.split(separator: ".")
    let fraction = parts.count == 2 ? parts[1] : "0"
    guard number.doubleValue.magnitude < Self.secondsMax else { return nil }
    guard let whole = Int64(parts[0]), fraction.utf8.count <= 18, let tail = Int64(fraction) else {
      self = .seconds(number.doubleValue)
      return
    }
    let scale = (fraction.utf8.count..<18).reduce(Int64(1)) { scale, _ in scale * 10 }
    let sign: Int64 = isNegative ? -1 : 1
    self.init(secondsComponent: sign * whole, attosecondsComponent: sign * tail * scale)
  }
}
