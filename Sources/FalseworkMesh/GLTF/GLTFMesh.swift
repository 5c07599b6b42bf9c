// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A mesh of one or more primitives.
struct GLTFMesh {
  let pointer: String
  let primitives: [GLTFPrimitive]

  init(_ element: GLTFElement) {
    pointer = element.pointer
    primitives = element.elements("primitives", .required).compactMap { $0 }
      .map(GLTFPrimitive.init)
  }
}

/// What is drawn at once: attributes, indices and a material.
struct GLTFPrimitive {
  static let trianglesMode = 4

  let pointer: String
  /// The semantics and the numbers of their accessors, in the order of the JSON.
  let attributes: [(semantic: String, accessor: Int)]
  /// Whether the primitive means to have indices; they may refer to nothing.
  let hasIndices: Bool
  let indices: Int?
  let material: Int?
  let mode: Int

  init(_ element: GLTFElement) {
    pointer = element.pointer
    let attributes = element.element("attributes", .required)
    self.attributes =
      attributes?.members.members.compactMap { member in
        attributes?.reference(
          member.value, at: element.place("attributes/\(member.name)"), to: .accessors
        ).map { (member.name, $0) }
      } ?? []
    if attributes?.members.isEmpty == true {
      element.log.add(.emptyEntity, at: element.place("attributes"), "there is no attribute")
    }
    hasIndices = element.members["indices"] != nil
    indices = element.reference("indices", to: .accessors)
    material = element.reference("material", to: .materials)
    mode = element.integer("mode", in: 0...6) ?? Self.trianglesMode
    for target in element.values("targets").compactMap(\.objectValue) {
      for member in target.members {
        _ = element.reference(
          member.value, at: element.place("targets"), to: .accessors)
      }
    }
  }

  /// Returns the accessor of an attribute, if the primitive has it.
  func accessor(_ semantic: String) -> Int? {
    attributes.last { $0.semantic == semantic }?.accessor
  }
}

/// How a surface looks, as far as colour goes.
struct GLTFMaterial {
  /// The use of a texture: where it is said, which, and by which coordinates.
  struct TextureUse {
    let pointer: String
    let texture: Int?
    let coordinates: Int
  }

  let pointer: String
  let baseColour: TextureUse?
  /// Red, green, blue and alpha, linear.
  let baseColourFactor: [Double]
  let isDoubleSided: Bool
  let textures: [TextureUse]

  init(_ element: GLTFElement) {
    pointer = element.pointer
    let metallic = element.element("pbrMetallicRoughness")
    let baseColour = metallic.flatMap { Self.use("baseColorTexture", of: $0) }
    self.baseColour = baseColour
    baseColourFactor = metallic?.numbers("baseColorFactor", counts: [4]) ?? [1, 1, 1, 1]
    isDoubleSided = element.flag("doubleSided")
    let others = [
      metallic.flatMap { Self.use("metallicRoughnessTexture", of: $0) },
      Self.use("normalTexture", of: element), Self.use("occlusionTexture", of: element),
      Self.use("emissiveTexture", of: element),
    ]
    textures = ([baseColour] + others).compactMap(\.self)
  }

  private static func use(_ name: String, of element: GLTFElement) -> TextureUse? {
    element.element(name).map { use in
      TextureUse(
        pointer: use.pointer, texture: use.reference("index", to: .textures, .required),
        coordinates: use.integer("texCoord") ?? 0)
    }
  }
}

/// An image with a way of reading it.
struct GLTFTexture {
  let pointer: String
  let source: Int?

  init(_ element: GLTFElement) {
    pointer = element.pointer
    source = element.reference("source", to: .images)
    _ = element.reference("sampler", to: .samplers)
  }
}

/// An image in a view or at an address.
struct GLTFImage {
  let pointer: String
  let view: Int?
  let mimeType: String?
  let hasAddress: Bool

  init(_ element: GLTFElement) {
    pointer = element.pointer
    view = element.reference("bufferView", to: .bufferViews)
    mimeType = element.text("mimeType")
    hasAddress = element.text("uri") != nil
    let hasView = element.members["bufferView"] != nil
    if hasView == hasAddress {
      element.log.add(
        .oneOfMismatch, at: pointer, "an image has either a bufferView or a uri")
    }
    if hasView, mimeType == nil {
      element.log.add(.unsatisfiedDependency, at: pointer, "an image in a view needs a mimeType")
    }
  }
}
