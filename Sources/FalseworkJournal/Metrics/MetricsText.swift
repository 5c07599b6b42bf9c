// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Metrics in Prometheus' text format 0.0.4.
/// https://prometheus.io/docs/instrumenting/exposition_formats/
struct MetricsText {
  enum Kind: String {
    case counter, gauge, histogram
  }

  typealias Labels = KeyValuePairs<StaticString, String>

  private(set) var text = ""

  /// Begins a metric.
  mutating func begin(_ name: StaticString, _ kind: Kind, help: StaticString) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  /// Writes a sample.
  mutating func sample(_ name: StaticString, _ labels: Labels, _ value: Int) {
    write("\(name)", labels, String(value))
  }

  /// Writes the samples of a histogram: the buckets count everything up to their bound.
  mutating func samples(_ name: StaticString, _ labels: Labels, _ histogram: Histogram) {
    var sum = 0
    for (bound, count) in zip(Histogram.bounds, histogram.counts) {
      sum += count
      write("\(name)_bucket", labels, String(sum), bound: JSONNumber(bound).literal)
    }
    write("\(name)_bucket", labels, String(histogram.count), bound: "+Inf")
    write("\(name)_sum", labels, JSONNumber(histogram.sum).literal)
    write("\(name)_count", labels, String(histogram.count))
  }

  private mutating func write(
    _ name: String, _ labels: Labels, _ value: String, bound: String? = nil
  ) {
    var pairs = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
    if let bound { pairs.append("le=\"\(bound)\"") }
    let list = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    text += "\(name)\(list) \(value)\n"
  }

  /// Backslashes, quotes and line feeds are escaped in the values of labels.
  private static func escaped(_ value: String) -> String {
    var escaped = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
