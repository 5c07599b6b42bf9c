// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The rules of asset, extensions, nodes and scenes, and of what nothing refers to.
struct ReferenceCheck {
  let log: IssueLog

  func check(_ model: GLTFModel) {
    checkAsset(model)
    checkExtensions(model)
    checkNodes(model)
    checkScenes(model)
    checkUse(model)
  }

  private func checkAsset(_ model: GLTFModel) {
    guard let asset = model.asset, let version = asset.text("version", .required) else { return }
    let major = version.prefix { $0 != "." }
    guard major != "2" else { return }
    log.add(
      .unknownAssetMajorVersion, at: asset.place("version"),
      "the version is \(version.prefix(20)), not 2.0")
  }

  private func checkExtensions(_ model: GLTFModel) {
    for (index, name) in model.extensionsUsed.enumerated() {
      log.add(
        .unsupportedExtension, at: "/extensionsUsed/\(index)",
        "\(name.prefix(60)) is not looked at")
    }
    for (index, name) in model.extensionsRequired.enumerated() {
      let place = "/extensionsRequired/\(index)"
      if !model.extensionsUsed.contains(name) {
        log.add(
          .undeclaredExtension, at: place, "\(name.prefix(60)) is missing in extensionsUsed")
      }
      log.add(
        .extensionRequired, at: place,
        "consumers that do not know \(name.prefix(60)) must refuse the file")
    }
  }

  private func checkNodes(_ model: GLTFModel) {
    var parents = [Int?](repeating: nil, count: model.nodes.count)
    for (index, node) in model.nodes.enumerated() {
      guard let node else { continue }
      if node.isEmpty { log.add(.nodeEmpty, at: node.pointer, "the node shows nothing") }
      for (place, child) in node.children.enumerated() {
        if let parent = parents[child], parent != index {
          log.add(
            .nodeParentOverride, at: "\(node.pointer)/children/\(place)",
            "node \(child) is a child of node \(parent) already")
        }
        parents[child] = index
      }
    }
    checkLoops(parents)
  }

  /// Follows every node to its root; each is walked once.
  private func checkLoops(_ parents: [Int?]) {
    var walk = [Int](repeating: 0, count: parents.count)
    for start in parents.indices {
      var node: Int? = start
      while let current = node, walk[current] == 0 {
        walk[current] = start + 1
        node = parents[current]
      }
      if let node, walk[node] == start + 1 {
        log.add(.nodeLoop, at: "/nodes/\(node)", "the node is among its own descendants")
      }
    }
  }

  private func checkScenes(_ model: GLTFModel) {
    var isChild = [Bool](repeating: false, count: model.nodes.count)
    for child in model.nodes.compactMap({ $0 }).flatMap(\.children) { isChild[child] = true }
    for scene in model.scenes.compactMap(\.self) {
      for (place, node) in scene.nodes.enumerated() where isChild[node] {
        log.add(
          .sceneNonRootNode, at: "\(scene.pointer)/nodes/\(place)",
          "node \(node) is a child of another node")
      }
    }
  }

  /// What extensions refer to is not known, so nothing is called unused where there are any.
  private func checkUse(_ model: GLTFModel) {
    guard model.extensionsUsed.isEmpty else { return }
    let kinds: [GLTFReferences.Kind] = [
      .accessors, .bufferViews, .buffers, .cameras, .images, .materials, .meshes, .samplers,
      .skins, .textures,
    ]
    for kind in kinds {
      for index in model.references.unused(kind) {
        log.add(.unusedObject, at: "/\(kind.rawValue)/\(index)", "nothing refers to this")
      }
    }
  }
}
