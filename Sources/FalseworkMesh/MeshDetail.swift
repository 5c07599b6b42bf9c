// Falsework
// SPDX-License-Identifier: MIT

/// The steps and strengths of the two stages by which the real model samples a shape.
///
/// Here they change the shape visibly but mildly, so that a client sees that they arrive. Bounds
/// and defaults are documented by fal for `ss_sampling_steps`, `ss_guidance_strength`,
/// `slat_sampling_steps` and `slat_guidance_strength`.
public struct MeshDetail: Sendable, Hashable {
  /// The allowed steps of either stage.
  public static let stepsBounds: ClosedRange<Int> = 1...50
  /// The allowed strengths of either stage.
  public static let guidanceBounds: ClosedRange<Double> = 0...10
  /// What fal takes where a request says nothing.
  public static let standard = MeshDetail(12, 7.5, 12, 3)

  /// The steps of the rough structure: more give more triangles before removal.
  public let structureSteps: Int
  /// The strength of the rough structure: more gives deeper shapes and crisper limbs.
  public let structureGuidance: Double
  /// The steps of the fine structure: more give finer modelling.
  public let latentSteps: Int
  /// The strength of the fine structure: more gives higher modelling.
  public let latentGuidance: Double

  /// Checks the bounds.
  public init(
    structureSteps: Int = 12, structureGuidance: Double = 7.5, latentSteps: Int = 12,
    latentGuidance: Double = 3
  ) throws(MeshError) {
    for steps in [structureSteps, latentSteps] where !Self.stepsBounds.contains(steps) {
      throw .stepsOutOfBounds(steps)
    }
    for guidance in [structureGuidance, latentGuidance]
    where !Self.guidanceBounds.contains(guidance) {
      throw .guidanceOutOfBounds(guidance)
    }
    self.init(structureSteps, structureGuidance, latentSteps, latentGuidance)
  }

  private init(
    _ structureSteps: Int, _ structureGuidance: Double, _ latentSteps: Int,
    _ latentGuidance: Double
  ) {
    self.structureSteps = structureSteps
    self.structureGuidance = structureGuidance
    self.latentSteps = latentSteps
    self.latentGuidance = latentGuidance
  }
}

extension MeshDetail {
  /// The triangles to aim at before removal: 60,000 at 12 steps, 46,000 to 79,000 in all.
  var rawFaceCount: Int {
    40_000 + Int((Float(structureSteps) / 12).squareRoot() * 20_000)
  }

  /// The depth of shapes, 1 at the default, 0.85 to 1.05 in all.
  var depth: Float { 0.85 + Float(structureGuidance) * 0.02 }

  /// How much the parts of creatures flow together, 1 at the default, 1.3 to 0.9 in all.
  var softness: Float { 1.3 - Float(structureGuidance) * 0.04 }

  /// The height of the modelling, 1 at the default, 0.4 to 2.4 in all.
  var relief: Float { 0.4 + Float(latentGuidance) * 0.2 }

  /// The softness of the modelling in doublings of a pixel: 2 at one step, 1 at 12, none at 50.
  var blur: Float {
    let steps = Float(latentSteps)
    return steps <= 12 ? 2 - (steps - 1) / 11 : 1 - (steps - 12) / 38
  }
}
