// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkQueue

extension OutputGenerator {
  mutating func string(_ schema: ResolvedSchema, at place: JSONPointer) -> JSONValue {
    if let url = fileURL(schema, at: place) { return url }
    if let text = formatted(schema["format"]?.stringValue, at: place) { return .string(text) }
    let least = max(0, schema["minLength"]?.numberValue?.intValue ?? 0)
    let most = max(0, schema["maxLength"]?.numberValue?.intValue ?? .max)
    return .string(String(words(atLeast: min(least, 1 << 20), at: place).prefix(most)))
  }

  private static let vocabulary = [
    "arch", "beam", "brick", "centring", "dome", "frame", "keystone", "mortar", "pier", "plank",
    "prop", "rib", "scaffold", "span", "timber", "vault",
  ]

  private func words(atLeast least: Int, at place: JSONPointer) -> String {
    var draws = draws(at: place)
    var text = ""
    repeat {
      if !text.isEmpty { text += " " }
      text += Self.vocabulary[draws.index(below: Self.vocabulary.count)]
    } while text.utf8.count < max(least, 12)
    return text
  }

  private func formatted(_ format: String?, at place: JSONPointer) -> String? {
    var draws = draws(at: place)
    let number = draws.index(below: 200) + 10
    switch format {
    case "date-time": return "2026-01-\(number % 18 + 11)T12:00:00Z"
    case "date": return "2026-01-\(number % 18 + 11)"
    case "time": return "12:00:\(number % 50 + 10)Z"
    case "email": return "mason\(number)@example.com"
    case "hostname": return "host\(number).example.com"
    case "ipv4": return "192.0.2.\(number)"
    case "ipv6": return "2001:db8::\(number)"
    case "uuid":
      return Self.uuid(draws.next(), draws.next())
    default: return nil
    }
  }

  /// Lays 128 drawn bits out as a version 4 UUID (RFC 9562 §5.4).
  private static func uuid(_ high: UInt64, _ low: UInt64) -> String {
    let bits = [high & ~0xf000 | 0x4000, low & ~(3 << 62) | 2 << 62]
    let digits = bits.map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 16 - text.utf8.count) + text
    }.joined()
    var rest = Substring(digits)
    return [8, 4, 4, 4, 12].map { count in
      defer { rest = rest.dropFirst(count) }
      return String(rest.prefix(count))
    }.joined(separator: "-")
  }

  func boolean(at place: JSONPointer) -> Bool {
    var draws = draws(at: place)
    return draws.index(below: 2) == 1
  }

  func integer(_ schema: ResolvedSchema, at place: JSONPointer) -> JSONNumber {
    let bounds = NumberBounds(schema, step: 1)
    // A bound of ten to the fifteenth is exact in a double, and far beyond what outputs hold.
    let step = max(1, schema["multipleOf"]?.numberValue?.intValue ?? 1)
    let first = Int((bounds.lower / Double(step)).rounded(.up))
    let last = Int((bounds.upper / Double(step)).rounded(.down))
    guard first < last else { return JSONNumber(first * step) }
    var draws = draws(at: place)
    return JSONNumber((first + draws.index(below: last - first + 1)) * step)
  }

  func number(_ schema: ResolvedSchema, at place: JSONPointer) -> JSONNumber {
    let bounds = NumberBounds(schema, step: 0)
    var draws = draws(at: place)
    if let step = schema["multipleOf"]?.numberValue?.doubleValue, step > 0 {
      return JSONNumber((bounds.lower / step).rounded(.up) * step)
    }
    // Three digits read better than sixteen, where the bounds leave room for them.
    let number = draws.number(in: bounds.lower...max(bounds.lower, bounds.upper))
    let short = (number * 1000).rounded() / 1000
    return JSONNumber((bounds.lower...bounds.upper).contains(short) ? short : number)
  }
}

/// The range in which a number is drawn: as the schema bounds it, a hundred wide otherwise.
private struct NumberBounds {
  private(set) var lower: Double
  private(set) var upper: Double

  private static let magnitudeMax = 1e15

  init(_ schema: ResolvedSchema, step: Double) {
    let lower = Self.bound(schema, "minimum", "exclusiveMinimum", step)
    let upper = Self.bound(schema, "maximum", "exclusiveMaximum", -step)
    self.lower = lower ?? upper.map { min(0, $0 - 100) } ?? 0
    self.upper = upper ?? self.lower + 100
    if self.upper < self.lower { self.upper = self.lower }
  }

  private static func bound(
    _ schema: ResolvedSchema, _ inclusive: String, _ exclusive: String, _ step: Double
  ) -> Double? {
    let included = schema[inclusive]?.numberValue?.doubleValue
    // Draft 4 has a flag here, which makes the other bound exclusive.
    let flagged = schema[exclusive] == true ? included : nil
    guard let excluded = flagged ?? schema[exclusive]?.numberValue?.doubleValue else {
      return included.map(clamped)
    }
    let isLower = inclusive == "minimum"
    let inside = step == 0 ? (isLower ? excluded.nextUp : excluded.nextDown) : excluded + step
    guard let included, flagged == nil else { return clamped(inside) }
    return clamped(isLower ? max(inside, included) : min(inside, included))
  }

  private static func clamped(_ bound: Double) -> Double {
    min(max(bound, -magnitudeMax), magnitudeMax)
  }
}
