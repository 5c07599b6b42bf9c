// Falsework
// SPDX-License-Identifier: MIT

package import FalseworkProtocol

/// Times in the words of the page.
package enum TimeText {
  /// The two largest units of a length: `350 ms`, `1.25 s`, `2 min 5 s`, `2 h 3 min`, `3 d 4 h`.
  package static func length(_ duration: Duration) -> String {
    let microseconds = duration.microseconds
    if microseconds < 0 { return "−" + length(.microseconds(-microseconds)) }
    if microseconds == 0 { return "0 s" }
    if microseconds < 1000 { return "\(microseconds) µs" }
    if microseconds < 999_500 { return decimals(Double(microseconds) / 1000, "ms") }
    if microseconds < 59_995_000 { return decimals(Double(microseconds) / 1e6, "s") }
    let seconds = Int((Double(microseconds) / 1e6).rounded())
    if seconds < 3600 { return pair(seconds / 60, "min", seconds % 60, "s") }
    if seconds < 86_400 { return pair(seconds / 3600, "h", seconds % 3600 / 60, "min") }
    return pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h")
  }

  /// A place on an axis with ticks at this distance: the units that tell it from its neighbours.
  static func place(_ duration: Duration, step: Duration) -> String {
    let microseconds = duration.microseconds
    if microseconds < 60_000_000 || step >= .seconds(60) { return length(duration) }
    let seconds = Int(microseconds / 1_000_000)
    let fraction = Duration.microseconds(microseconds % 60_000_000)
    let small = step < .seconds(1) ? length(fraction) : "\(seconds % 60) s"
    let units = [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min")]
    let large = units.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return (large + (small == "0 s" ? [] : [small])).joined(separator: " ")
  }

  /// The time from a start: `+1.25 s`.
  package static func offset(of moment: Timestamp, from start: Timestamp) -> String {
    let length = length(start.duration(to: moment))
    return length.hasPrefix("−") ? length : "+" + length
  }

  /// The day and the time of day: `2026-01-31 12:00:00 UTC`.
  package static func moment(_ moment: Timestamp) -> String {
    String(moment.pythonISO.prefix(19).map { $0 == "T" ? " " : $0 }) + " UTC"
  }

  /// Three digits at most, without zeros at the end.
  private static func decimals(_ value: Double, _ unit: String) -> String {
    let places = value < 9.995 ? 100.0 : value < 99.95 ? 10.0 : 1.0
    var text = String((value * places).rounded() / places)
    if text.hasSuffix(".0") { text.removeLast(2) }
    return "\(text) \(unit)"
  }

  private static func pair(_ large: Int, _ unit: String, _ small: Int, _ smaller: String) -> String
  {
    small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(smaller)"
  }
}
