// Falsework
// SPDX-License-Identifier: MIT

/// The colours of a creature: those of the parts near a point, the nearer the stronger.
struct CreaturePaint: SurfacePaint {
  let solid: BlendedSolid
  let skins: [CreatureSkin]
  let coat: CreatureCoat
  let noise: GradientNoise

  func colour(at point: Vector3, normal: Vector3) -> Colour {
    let wide = noise.sample(point * 2.3)
    let tufts = noise.sample(Vector3(point.x * 23, point.y * 13, point.z * 23))
    var nearest = NearestParts()
    let sighting = solid.visit(point) { index, distance, along in
      nearest.see(index, distance: distance, along: along)
    }
    let ragged = wide + tufts * 0.12
    let fur = coat.fur(at: point, normal: normal, wide: ragged, noise: noise)
    let trunk = fur.mixed(coat.belly, coat.bellyShare(normal: normal, wide: ragged))
    func paint(_ part: NearestParts.Part) -> Colour {
      let along = part.along + tufts * 0.05
      let own = skins[part.index] == .fur ? trunk : fur
      return covering(of: part.index, along: along, fur: own, at: point, normal: normal)
    }
    let (first, second) = (nearest.first, nearest.second)
    var colour = paint(first)
    // Skins pass into each other over a narrow, ragged border.
    let border = min(solid.parts[first.index].blend, solid.parts[second.index].blend, 0.05) * 0.6
    let apart = second.distance - first.distance + tufts * border * 0.5
    if apart < border {
      colour = colour.mixed(paint(second), (1 - apart / border).clamped(0, 1) / 2)
    }
    // Where parts flow together lies a hollow, where little light comes.
    let hollow = ((sighting.sharpDistance - sighting.distance) * 7).clamped(0, 0.3)
    let roughness: Float = skins[first.index].isSmooth ? 0.02 : 0.16
    let light = (0.95 + 0.09 * normal.y) * (1 - hollow)
    return colour.lit(light * (1 + tufts * roughness))
  }

  private func covering(
    of index: Int, along: Float, fur: Colour, at point: Vector3, normal: Vector3
  ) -> Colour {
    switch skins[index] {
    case .fur, .thigh, .tail: return fur
    case .paw, .tailTip: return coat.paws
    case .limb: return fur.mixed(coat.paws, along.ramp(0.55, 0.68))
    case .muzzle: return coat.belly
    case .ear: return fur.mixed(coat.skin, normal.z.ramp(0.55, 0.8) * 0.85)
    case .horn:
      let rings = noise.sample(Vector3(0, 0, along * 14))
      return coat.horn.lit(0.8 + 0.35 * along + rings * 0.2)
    case .beak: return coat.beak.lit(1.05 - 0.25 * along)
    case .nose: return Colour(0x2A1E1C)
    case .shell:
      let plates = noise.ridged(point * 3.1, octaves: 1)
      return coat.shell.lit(1.15 - plates.ramp(0.36, 0.5) * 0.55)
    case .eye(let gaze):
      guard case .ball(let middle, _) = solid.parts[index].shape else { return coat.iris }
      return eyeColour(gaze: gaze, direction: (point - middle).normalized)
    }
  }

  /// The colours of eyeballs are seen from their middle.
  private func eyeColour(gaze: Vector3, direction: Vector3) -> Colour {
    let ahead = direction.dot(gaze)
    let ball = Colour(0xF6F4EE).mixed(coat.iris, ahead.ramp(0.5, 0.58))
    let pupil = ball.mixed(Colour(0x0E0C0C), ahead.ramp(0.74, 0.8))
    let glint = direction.dot(Vector3(gaze.x + 0.22, gaze.y + 0.4, gaze.z).normalized)
    return pupil.mixed(Colour(0xFFFFFF), glint.ramp(0.93, 0.96))
  }
}

/// The two parts nearest to a point.
private struct NearestParts {
  struct Part {
    var index = 0
    var distance = Float.infinity
    var along: Float = 0
  }

  private(set) var first = Part()
  private(set) var second = Part()

  @inline(__always)
  mutating func see(_ index: Int, distance: Float, along: Float) {
    let part = Part(index: index, distance: distance, along: along)
    if distance < first.distance {
      (second, first) = (first, part)
    } else if distance < second.distance {
      second = part
    }
  }
}

extension CreatureSkin {
  /// Whether the skin has no hair.
  fileprivate var isSmooth: Bool {
    switch self {
    case .horn, .beak, .nose, .shell, .eye: true
    case .fur, .thigh, .limb, .paw, .muzzle, .ear, .tail, .tailTip: false
    }
  }
}
