// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkMesh

extension MeshParameters {
  /// Reads the parameters of an input that was accepted, with its defaults filled in.
  ///
  /// Any endpoint that makes meshes may call its fields as `FieldConventions` has them; what goes
  /// beyond the bounds of our meshes is brought back to them, and what is absent has fal's
  /// defaults. Without a seed the input itself, written in one canonical way, is the seed.
  init(input: JSONObject, style: MeshStyle) throws(MeshError) {
    let seed: MeshSeed =
      if let literal = input[FieldConventions.seed]?.numberValue?.literal {
        MeshSeed(integer: literal)
      } else {
        MeshSeed(canonicalInput: JSONValue.object(input).serialized(.pythonSorted))
      }
    let simplify = input[FieldConventions.meshSimplify]?.numberValue?.doubleValue ?? 0.95
    let side = input[FieldConventions.textureSize]?.numberValue?.intValue ?? 1024
    let bounds = (Self.meshSimplifyBounds, Self.textureSizeBounds)
    let bounded = min(max(side, bounds.1.lowerBound), bounds.1.upperBound)
    try self.init(
      seed: seed,
      meshSimplify: simplify.isNaN
        ? 0.95 : min(max(simplify, bounds.0.lowerBound), bounds.0.upperBound),
      textureSize: bounded - bounded % Self.textureSizeStep, detail: MeshDetail(input: input),
      style: style)
  }
}

extension MeshDetail {
  /// Reads the steps and strengths, brought back to their bounds; what is absent has the standard.
  fileprivate init(input: JSONObject) throws(MeshError) {
    func steps(_ name: String, _ standard: Int) -> Int {
      let value = input[name]?.numberValue?.intValue ?? standard
      return min(max(value, Self.stepsBounds.lowerBound), Self.stepsBounds.upperBound)
    }
    func guidance(_ name: String, _ standard: Double) -> Double {
      let value = input[name]?.numberValue?.doubleValue ?? standard
      guard !value.isNaN else { return standard }
      return min(max(value, Self.guidanceBounds.lowerBound), Self.guidanceBounds.upperBound)
    }
    let standard = Self.standard
    try self.init(
      structureSteps: steps(FieldConventions.structureSteps, standard.structureSteps),
      structureGuidance: guidance(FieldConventions.structureGuidance, standard.structureGuidance),
      latentSteps: steps(FieldConventions.latentSteps, standard.latentSteps),
      latentGuidance: guidance(FieldConventions.latentGuidance, standard.latentGuidance))
  }
}
