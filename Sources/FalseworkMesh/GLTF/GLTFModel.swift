// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The JSON of a mesh file as values; what is missing or of a wrong type is nil and noted.
///
/// Lists keep their places, so that a number refers to the same thing here and in the JSON.
struct GLTFModel {
  let asset: GLTFElement?
  let views: [GLTFView?]
  let accessors: [GLTFAccessor?]
  let meshes: [GLTFMesh?]
  let materials: [GLTFMaterial?]
  let textures: [GLTFTexture?]
  let images: [GLTFImage?]
  let nodes: [GLTFNode?]
  let scenes: [GLTFScene?]
  /// The scene that is shown; the first where the file does not say.
  let scene: Int?
  let bufferByteCounts: [Int?]
  let extensionsUsed: [String]
  let extensionsRequired: [String]
  let references: GLTFReferences

  init(_ root: JSONObject, log: IssueLog) {
    references = GLTFReferences(root: root, log: log)
    let root = GLTFElement(members: root, pointer: "", references: references)
    asset = root.element("asset", .required)
    bufferByteCounts = root.elements("buffers").map { buffer in
      buffer?.integer("byteLength", .required, in: 1...Int(UInt32.max))
    }
    views = root.elements("bufferViews").map { $0.map(GLTFView.init) }
    accessors = root.elements("accessors").map { $0.map(GLTFAccessor.init) }
    images = root.elements("images").map { $0.map(GLTFImage.init) }
    textures = root.elements("textures").map { $0.map(GLTFTexture.init) }
    materials = root.elements("materials").map { $0.map(GLTFMaterial.init) }
    meshes = root.elements("meshes").map { $0.map(GLTFMesh.init) }
    nodes = root.elements("nodes").map { $0.map(GLTFNode.init) }
    scenes = root.elements("scenes").map { $0.map(GLTFScene.init) }
    scene = root.reference("scene", to: .scenes) ?? (scenes.isEmpty ? nil : 0)
    extensionsUsed = Self.names("extensionsUsed", of: root)
    extensionsRequired = Self.names("extensionsRequired", of: root)
    Self.markAnimation(root)
  }

  private static func names(_ name: String, of root: GLTFElement) -> [String] {
    root.values(name).compactMap(\.stringValue)
  }

  /// Skins and animations are not looked at, but what they refer to is in use.
  private static func markAnimation(_ root: GLTFElement) {
    for skin in root.elements("skins").compactMap(\.self) {
      _ = skin.reference("inverseBindMatrices", to: .accessors)
      _ = skin.references("joints", to: .nodes)
    }
    for animation in root.elements("animations").compactMap(\.self) {
      for sampler in animation.elements("samplers", .required).compactMap(\.self) {
        _ = sampler.reference("input", to: .accessors, .required)
        _ = sampler.reference("output", to: .accessors, .required)
      }
    }
  }
}

/// A range of a buffer.
struct GLTFView {
  let pointer: String
  let buffer: Int?
  let byteOffset: Int
  let byteLength: Int?
  let byteStride: Int?
  let hasTarget: Bool

  init(_ element: GLTFElement) {
    pointer = element.pointer
    buffer = element.reference("buffer", to: .buffers, .required)
    byteOffset = element.integer("byteOffset") ?? 0
    byteLength = element.integer("byteLength", .required, in: 1...Int(UInt32.max))
    byteStride = element.integer("byteStride", in: 4...252)
    let target = element.integer("target")
    hasTarget = target != nil
    if let target, target != 34_962, target != 34_963 {
      element.log.add(
        .valueNotInList, at: element.place("target"), "\(target) is neither 34962 nor 34963")
    }
  }
}

/// A list of numbers or vectors in a view.
struct GLTFAccessor {
  let pointer: String
  let view: Int?
  let byteOffset: Int
  let component: GLTFComponent?
  let shape: GLTFShape?
  let count: Int?
  let isNormalized: Bool
  let isSparse: Bool
  let minimum: [Double]?
  let maximum: [Double]?

  init(_ element: GLTFElement) {
    pointer = element.pointer
    view = element.reference("bufferView", to: .bufferViews)
    byteOffset = element.integer("byteOffset") ?? 0
    component = Self.component(element)
    shape = Self.shape(element)
    count = element.integer("count", .required, in: 1...Int(UInt32.max))
    isNormalized = element.flag("normalized")
    let sparse = element.element("sparse")
    isSparse = sparse != nil
    for name in ["indices", "values"] {
      _ = sparse?.element(name, .required)?.reference("bufferView", to: .bufferViews, .required)
    }
    let counts = shape.map { [$0.componentCount] } ?? []
    minimum = element.numbers("min", counts: counts)
    maximum = element.numbers("max", counts: counts)
    if isNormalized, component?.mayBeNormalized == false {
      element.log.add(
        .accessorNormalizedInvalid, at: element.place("normalized"),
        "only numbers of one and two bytes can be normalized")
    }
    if view == nil, element.members["byteOffset"] != nil {
      element.log.add(
        .unsatisfiedDependency, at: element.place("byteOffset"),
        "an offset needs a bufferView")
    }
  }

  private static func component(_ element: GLTFElement) -> GLTFComponent? {
    guard let number = element.integer("componentType", .required) else { return nil }
    let component = GLTFComponent(rawValue: number)
    if component == nil {
      element.log.add(
        .valueNotInList, at: element.place("componentType"), "\(number) is no component type")
    }
    return component
  }

  private static func shape(_ element: GLTFElement) -> GLTFShape? {
    guard let name = element.text("type", .required) else { return nil }
    let shape = GLTFShape(rawValue: name)
    if shape == nil {
      element.log.add(
        .valueNotInList, at: element.place("type"), "\(name.prefix(40)) is no accessor type")
    }
    return shape
  }

  /// The length of an element without what may stand between two.
  var elementByteCount: Int? {
    guard let component, let shape else { return nil }
    return component.byteCount * shape.componentCount
  }
}
