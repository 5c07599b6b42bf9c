// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
public import FalseworkQueue

/// How long something takes, as a distribution to draw from.
///
/// No draw is negative or longer than ``durationMax``.
public enum LatencyModel: Sendable, Hashable {
  /// Always the same.
  case fixed(Duration)
  /// Anything between the two, evenly.
  case uniform(Duration, Duration)
  /// The bell curve; what would be negative is no time at all.
  case normal(mean: Duration, deviation: Duration)
  /// The bell curve of the logarithm, which network latencies are often like.
  case lognormal(median: Duration, sigma: Double)
  /// The time to the next of events that come independently.
  case exponential(mean: Duration)
  /// A long tail: the greater the shape, the shorter it is.
  case pareto(least: Duration, shape: Double)
  /// Measured values with their weights: a value is drawn evenly from within a bin.
  case histogram([Bin])

  /// A part of a histogram.
  public struct Bin: Sendable, Hashable {
    /// The shortest time.
    public var from: Duration
    /// The longest time.
    public var to: Duration
    /// How often it occurs, compared with the other bins.
    public var weight: Double

    /// Creates a bin.
    public init(from: Duration, to: Duration, weight: Double) {
      self.from = from
      self.to = to
      self.weight = weight
    }
  }

  /// The longest time that is drawn: a year.
  public static let durationMax = Duration.seconds(366 * 86_400)

  /// Whether there is anything to draw.
  var drawsLots: Bool {
    if case .fixed = self { false } else { true }
  }

  /// Draws a time; a fixed one costs no draw.
  public func draw(using generator: inout SeededGenerator) -> Duration {
    if case .fixed(let duration) = self { return Self.clamped(duration) }
    return Self.duration(seconds: seconds(using: &generator))
  }

  private func seconds(using generator: inout SeededGenerator) -> Double {
    switch self {
    case .fixed(let duration):
      return duration.seconds
    case .uniform(let low, let high):
      return generator.number(in: low.seconds...high.seconds)
    case .normal(let mean, let deviation):
      return mean.seconds + deviation.seconds * Self.normal(&generator)
    case .lognormal(let median, let sigma):
      return median.seconds * Elementary.exponential(sigma * Self.normal(&generator))
    case .exponential(let mean):
      return -mean.seconds * Elementary.logarithm(Self.positiveUnit(&generator))
    case .pareto(let least, let shape):
      let exponent = -Elementary.logarithm(Self.positiveUnit(&generator)) / shape
      return least.seconds * Elementary.exponential(exponent)
    case .histogram(let bins):
      return Self.histogram(bins, &generator)
    }
  }

  private static func histogram(
    _ bins: [Bin], _ generator: inout SeededGenerator
  ) -> Double {
    let total = bins.reduce(0) { $0 + $1.weight }
    var rest = generator.number(in: 0...1) * total
    let share = generator.number(in: 0...1)
    for bin in bins where bin.weight > 0 {
      rest -= bin.weight
      guard rest <= 0 else { continue }
      return bin.from.seconds + share * (bin.to.seconds - bin.from.seconds)
    }
    return bins.last?.to.seconds ?? 0
  }

  /// A draw of the standard normal distribution, by Marsaglia's polar method.
  private static func normal(_ generator: inout SeededGenerator) -> Double {
    // One try in five fails; that a hundred do is less likely than a broken machine.
    for _ in 0..<100 {
      let (x, y) = (generator.number(in: -1...1), generator.number(in: -1...1))
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      return x * (-2 * Elementary.logarithm(square) / square).squareRoot()
    }
    return 0
  }

  /// A draw above 0 and up to 1.
  private static func positiveUnit(_ generator: inout SeededGenerator) -> Double {
    1 - Double(generator.next() >> 11) * 0x1p-53
  }

  private static func duration(seconds: Double) -> Duration {
    guard seconds > 0 else { return .zero }
    guard seconds < durationMax.seconds else { return durationMax }
    return .microseconds(Int64((seconds * 1_000_000).rounded()))
  }

  private static func clamped(_ duration: Duration) -> Duration {
    min(max(duration, .zero), durationMax)
  }
}
