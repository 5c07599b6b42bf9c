// Falsework
// SPDX-License-Identifier: MIT

/// The light on the ground around the subject.
struct GroundShadow {
  private static let side = 120
  private static let reach: Float = 1.5

  /// The height of the ground.
  let level: Float
  private var shares: [Float]

  init(_ dome: LampDome, level: Float) {
    self.level = level
    shares = (0..<Self.side * Self.side).map { place in
      let x = Self.coordinate(place % Self.side)
      let z = Self.coordinate(place / Self.side)
      return dome.groundLight(at: Vector3(x, level + 0.004, z))
    }
    for _ in 0..<3 {
      shares = Self.blurred(shares, step: 1)
      shares = Self.blurred(shares, step: Self.side)
    }
  }

  /// Returns the share of the light at a place; one far away.
  func share(x: Float, z: Float) -> Float {
    let scale = Float(Self.side) / (2 * Self.reach)
    let (x, y) = ((x + Self.reach) * scale - 0.5, (z + Self.reach) * scale - 0.5)
    let last = Float(Self.side - 1)
    guard x >= 0, y >= 0, x < last, y < last else { return 1 }
    let (column, row) = (Int(x), Int(y))
    let (across, down) = (x - Float(column), y - Float(row))
    let place = row * Self.side + column
    return shares[place].mixed(shares[place + 1], across)
      .mixed(shares[place + Self.side].mixed(shares[place + Self.side + 1], across), down)
  }

  private static func coordinate(_ cell: Int) -> Float {
    (Float(cell) + 0.5) * (2 * reach / Float(side)) - reach
  }

  /// Mixes each cell with its two neighbours on either side.
  private static func blurred(_ shares: [Float], step: Int) -> [Float] {
    var blurred = shares
    for place in 2 * step..<shares.count - 2 * step {
      let near = shares[place - step] + shares[place + step]
      let far = shares[place - 2 * step] + shares[place + 2 * step]
      blurred[place] = (6 * shares[place] + 4 * near + far) * (1 / 16)
    }
    return blurred
  }
}
