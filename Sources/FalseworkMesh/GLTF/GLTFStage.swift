// Falsework
// SPDX-License-Identifier: MIT

/// The meshes that a scene shows, each with the way to its place.
struct GLTFStage {
  struct Actor {
    let mesh: Int
    let transform: GLTFTransform
  }

  /// The most meshes of a scene; a hostile file could show one at each of many nodes.
  static let actorCountMax = 4096

  private(set) var actors: [Actor] = []
  /// Whether there are more than were counted.
  private(set) var isCut = false

  init(_ model: GLTFModel) {
    guard let scene = model.scene, let roots = model.scenes[scene]?.nodes else { return }
    var isSeen = [Bool](repeating: false, count: model.nodes.count)
    var waiting = roots.reversed().map { (node: $0, transform: GLTFTransform.identity) }
    while let (index, outer) = waiting.popLast() {
      // A node has one parent, so whatever comes twice is a fault that is noted elsewhere.
      guard !isSeen[index], let node = model.nodes[index] else { continue }
      isSeen[index] = true
      let transform = outer == .identity ? node.transform : outer.after(node.transform)
      if let mesh = node.mesh {
        guard actors.count < Self.actorCountMax else {
          isCut = true
          return
        }
        actors.append(Actor(mesh: mesh, transform: transform))
      }
      waiting += node.children.reversed().map { (node: $0, transform: transform) }
    }
  }
}
