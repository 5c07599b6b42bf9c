// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue

/// The draws of one firing, which are written down.
struct FaultDice {
  private var generator: SeededGenerator
  private(set) var draws: [FaultDraw] = []

  init(_ generator: SeededGenerator) {
    self.generator = generator
  }

  /// Draws a time; one that is fixed is no draw.
  mutating func draw(_ model: LatencyModel, as name: String) -> Duration {
    let duration = model.draw(using: &generator)
    if case .fixed = model { return duration }
    draws.append(FaultDraw(name, duration.seconds))
    return duration
  }

  /// Draws a number between 0 and 1.
  mutating func share(as name: String) -> Double {
    let share = generator.number(in: 0...1)
    draws.append(FaultDraw(name, share))
    return share
  }
}
