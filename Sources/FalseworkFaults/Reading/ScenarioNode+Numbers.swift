// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension ScenarioNode {
  /// The largest number of occurrences that a scenario speaks of.
  static let countMax = 1_000_000_000

  /// Numbers from 1: one, a span such as `2..5` or `3..`, or a list of these.
  func numbers() throws(ScenarioProblem) -> [ClosedRange<Int>] {
    var spans: [ClosedRange<Int>] = []
    for element in try elements(countMax: 100) { spans.append(try element.span()) }
    return spans
  }

  private func span() throws(ScenarioProblem) -> ClosedRange<Int> {
    guard let text = value.stringValue else {
      let number = try integer(in: 1...Self.countMax)
      return number...number
    }
    guard let dots = text.firstRange(of: "..") else {
      throw problem("\(kind) is no number", "write 3 without quotes, or a span such as \"2..5\"")
    }
    let (first, last) = (text[..<dots.lowerBound], text[dots.upperBound...])
    let upper = last.isEmpty ? Int.max : Self.count(last)
    guard let lower = Self.count(first), let upper, lower <= upper else {
      throw problem("\(kind) is no span of numbers", "write \"2..5\", or \"3..\" without an end")
    }
    return lower...upper
  }

  private static func count(_ text: Substring) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text).flatMap { $0 > 0 ? $0 : nil }
  }
}
