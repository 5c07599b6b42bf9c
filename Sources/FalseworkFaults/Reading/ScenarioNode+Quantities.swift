// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol

extension ScenarioNode {
  /// The largest size that is read, in bytes.
  static let sizeMax = 1 << 40

  /// A duration such as `250ms`, not negative.
  func duration() throws(ScenarioProblem) -> Duration {
    let duration = try signedDuration()
    guard duration >= .zero else { throw problem("\(kind) is negative", "leave the sign out") }
    return duration
  }

  /// A duration that is more than nothing.
  func positiveDuration() throws(ScenarioProblem) -> Duration {
    let duration = try duration()
    guard duration > .zero else { throw problem("\(kind) is no time at all") }
    return duration
  }

  /// A duration such as `-10m`.
  func signedDuration() throws(ScenarioProblem) -> Duration {
    if case .number(let number) = value {
      throw problem(
        "\(number.literal) is a duration without a unit",
        "write \"\(number.literal)s\" for seconds or \"\(number.literal)ms\" for milliseconds")
    }
    let text = try text()
    guard let quantity = Quantity(text), let seconds = Self.secondsByUnit[quantity.unit] else {
      throw problem(
        "\"\(text.prefix(40))\" is no duration",
        "write a number and one of us, ms, s, m, h and d, such as \"250ms\"")
    }
    let length = quantity.number * seconds
    guard abs(length) <= LatencyModel.durationMax.seconds else {
      throw problem("\"\(text)\" is longer than a year")
    }
    return .microseconds(Int64((length * 1_000_000).rounded()))
  }

  private static let secondsByUnit: [String: Double] = [
    "us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3_600, "d": 86_400,
  ]

  private static let bytesByUnit: [String: Double] = [
    "B": 1, "KB": 1_024, "MB": 1_048_576, "GB": 1_073_741_824,
  ]

  /// A size in bytes: a number, or text such as `64KB`, where a KB has 1024 bytes.
  func size() throws(ScenarioProblem) -> Int {
    if case .number = value { return try integer(in: 0...Self.sizeMax) }
    let text = try text()
    guard let quantity = Quantity(text), quantity.number >= 0,
      let bytes = Self.bytesByUnit[quantity.unit]
    else {
      throw problem(
        "\"\(text.prefix(40))\" is no size",
        "write a number of bytes, or one with B, KB, MB or GB, such as \"64KB\"")
    }
    let size = quantity.number * bytes
    guard size <= Double(Self.sizeMax) else { throw problem("\"\(text)\" is too much") }
    return Int(size.rounded())
  }

  /// A rate of bytes such as `64KB/s`, in bytes per second.
  func bandwidth() throws(ScenarioProblem) -> Double {
    let suggestion = "write a size per second, such as \"64KB/s\""
    guard let text = value.stringValue, text.hasSuffix("/s") else {
      throw problem("\(kind) is no bandwidth", suggestion)
    }
    guard let quantity = Quantity(String(text.dropLast(2))), quantity.number > 0,
      let bytes = Self.bytesByUnit[quantity.unit]
    else { throw problem("\(kind) is no bandwidth", suggestion) }
    return min(quantity.number * bytes, Double(Self.sizeMax))
  }

  /// A rate such as `2/s` or `60/m`, per second.
  func rate() throws(ScenarioProblem) -> Double {
    let suggestion = "write a number per time, such as \"2/s\" or \"60/m\""
    guard let text = value.stringValue, let slash = text.firstIndex(of: "/"),
      let seconds = Self.secondsByUnit[String(text[text.index(after: slash)...])],
      let quantity = Quantity(String(text[..<slash])), quantity.unit.isEmpty,
      quantity.number >= 0, quantity.number <= 1_000_000
    else { throw problem("\(kind) is no rate", suggestion) }
    return quantity.number / seconds
  }

  /// A share such as `50%`, as a number from 0 to 1; `nil` for other text and other kinds.
  func share() throws(ScenarioProblem) -> Double? {
    guard let text = value.stringValue, text.hasSuffix("%") else { return nil }
    guard let quantity = Quantity(text), quantity.unit == "%", (0...100).contains(quantity.number)
    else { throw problem("\(kind) is no share", "write 0% to 100%") }
    return quantity.number / 100
  }

  /// A probability: 0 to 1, or 0% to 100%.
  func probability() throws(ScenarioProblem) -> Double {
    if let share = try share() { return share }
    guard let number = value.numberValue?.doubleValue, (0...1).contains(number) else {
      throw problem("\(kind) is no probability", "write a number from 0 to 1, such as 0.5")
    }
    return number
  }
}

/// A number and a unit, such as `1.5s`.
struct Quantity {
  let number: Double
  let unit: String

  /// Reads a sign, at most twelve digits with at most one point among them, and a unit.
  init?(_ text: String) {
    var digits: [UInt8] = []
    var rest = Array(text.utf8)[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      digits.append(sign)
      rest.removeFirst()
    }
    let numerals = rest.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    let isNumber =
      (1...13).contains(numerals.count) && (0x30...0x39).contains(numerals[numerals.startIndex])
      && (0x30...0x39).contains(numerals[numerals.endIndex - 1])
      && numerals.count { $0 == UInt8(ascii: ".") } <= 1
    guard isNumber, let number = Double(String(decoding: digits + numerals, as: UTF8.self)) else {
      return nil
    }
    self.number = number
    unit = String(decoding: rest.dropFirst(numerals.count), as: UTF8.self)
  }
}
