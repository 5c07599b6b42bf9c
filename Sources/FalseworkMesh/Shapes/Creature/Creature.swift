// Falsework
// SPDX-License-Identifier: MIT

/// An animal that a seed makes up.
struct Creature {
  let plan: CreaturePlan
  let mesh: TriangleMesh
  let paint: CreaturePaint

  /// Grows the animal; its surface has about `faceCount` triangles.
  init(parameters: MeshParameters, faceCount: Int) {
    let seed = parameters.seed.value
    var generator = SeededGenerator(seed: seed, stream: 21)
    plan = generator.nextElement(of: CreaturePlan.allCases)
    let coat = CreatureCoat(generator: &generator)
    let noise = GradientNoise(generator: &generator)
    var body = CreatureBody(generator: SeededGenerator(seed: seed, stream: 22))
    let head = plan.build(on: &body)
    CreatureHead(middle: head.middle, radius: head.radius, body: &body)
      .build(on: &body, hasBeak: plan == .bird)
    let detail = parameters.detail
    let solid = BlendedSolid(body.parts(softness: detail.softness))
    var mesh = Self.surface(of: solid, faceCount: faceCount)
    Self.roughen(&mesh, noise: noise, detail: detail)
    self.mesh = mesh
    paint = CreaturePaint(solid: solid, skins: body.skins, coat: coat, noise: noise)
  }

  /// Nets the solid at the fineness that gives the wished count of triangles.
  ///
  /// Counts grow with the square of the fineness, so a coarse count tells the right one.
  private static func surface(of solid: BlendedSolid, faceCount: Int) -> TriangleMesh {
    let size = solid.upper - solid.lower
    let coarse = max(size.x, size.y, size.z) / 40
    let count = SurfaceNets.crossedEdgeCount(of: VoxelGrid(solid, spacing: coarse))
    let share = (Float(2 * max(count, 1)) / Float(faceCount)).squareRoot()
    var nets = SurfaceNets(VoxelGrid(solid, spacing: coarse * share))
    return nets.extracted()
  }

  /// Gives the skin its small unevenness, much less than the distance of vertices.
  private static func roughen(
    _ mesh: inout TriangleMesh, noise: GradientNoise, detail: MeshDetail
  ) {
    let normals = mesh.vertexNormals
    let height = 0.01 * detail.relief
    for index in mesh.points.indices {
      let point = mesh.points[index]
      let rise = noise.fractal(point * 5, softOctaves: 3 - detail.blur)
      mesh.points[index] = point + normals[index] * (rise * height)
    }
  }
}
