// Falsework
// SPDX-License-Identifier: MIT

/// The triangles of a primitive whose numbers can all be used.
struct PrimitiveSurface {
  let mesh: Int
  let pointer: String
  /// Three finite coordinates a vertex.
  let positions: [Float]
  /// Three vertices a triangle, all of which exist.
  let corners: [UInt32]
  /// Two finite coordinates a vertex, if the material's colours have any.
  let textureCoordinates: [Float]?
  let isDoubleSided: Bool
}

/// The rules of primitives, glTF 2.0 §3.7.2.
struct PrimitiveCheck {
  let model: GLTFModel
  let contents: AccessorContents
  let log: IssueLog

  /// Returns what can be looked at as a surface.
  func check() -> [PrimitiveSurface] {
    checkSharedViews()
    var surfaces: [PrimitiveSurface] = []
    for (index, mesh) in model.meshes.enumerated() {
      for primitive in mesh?.primitives ?? [] {
        checkAttributes(primitive)
        checkMaterial(primitive)
        if let surface = surface(primitive, mesh: index) { surfaces.append(surface) }
      }
    }
    return surfaces
  }

  private func checkAttributes(_ primitive: GLTFPrimitive) {
    let counts = primitive.attributes.compactMap { model.accessors[$0.accessor]?.count }
    if let first = counts.first, counts.contains(where: { $0 != first }) {
      log.add(
        .primitiveUnequalAccessorCount, at: primitive.pointer + "/attributes",
        "the attributes have \(counts.map(String.init).joined(separator: ", ")) elements")
    }
    if primitive.accessor("POSITION") == nil {
      log.add(.primitiveNoPosition, at: primitive.pointer, "there are no positions")
    }
    if primitive.accessor("TANGENT") != nil, primitive.accessor("NORMAL") == nil {
      log.add(.primitiveTangentWithoutNormal, at: primitive.pointer, "tangents need normals")
    }
    for (semantic, index) in primitive.attributes {
      guard let accessor = model.accessors[index] else { continue }
      check(accessor, as: semantic, at: "\(primitive.pointer)/attributes/\(semantic)")
      if semantic == "NORMAL" { checkLengths(index, accessor, width: 3) }
      if semantic == "TANGENT" { checkLengths(index, accessor, width: 4) }
    }
  }

  private func check(_ accessor: GLTFAccessor, as semantic: String, at place: String) {
    guard !semantic.hasPrefix("_") else { return }
    guard let format = GLTFAttributeFormat(semantic) else {
      log.add(
        .primitiveInvalidAttribute, at: place, "\(semantic.prefix(40)) is no attribute of glTF")
      return
    }
    if let shape = accessor.shape, let component = accessor.component, !format.allows(accessor) {
      log.add(
        .primitiveAttributesInvalidFormat, at: place,
        "\(shape.rawValue) of type \(component.rawValue) cannot be \(semantic)")
    }
    if semantic == "POSITION", accessor.minimum == nil || accessor.maximum == nil {
      log.add(
        .primitivePositionWithoutBounds, at: place, "positions need min and max in the accessor")
    }
    let view = accessor.view.flatMap { model.views[$0] }
    let offset = accessor.byteOffset + (view?.byteOffset ?? 0)
    let stride = view?.byteStride ?? accessor.elementByteCount ?? 4
    if !accessor.byteOffset.isMultiple(of: 4) || !stride.isMultiple(of: 4)
      || (!offset.isMultiple(of: 4) && accessor.component?.byteCount != 4)
    {
      log.add(
        .primitiveAccessorUnaligned, at: place,
        "vertex data begins and repeats on multiples of 4 bytes")
    }
  }

  /// Unit vectors may be off by what four decimals cost, as the official validator has it.
  private func checkLengths(_ index: Int, _ accessor: GLTFAccessor, width: Int) {
    guard accessor.component == .float, accessor.shape?.componentCount == width,
      let numbers = contents.floats(index, model), contents.spend(numbers.count, at: "")
    else { return }
    var (wrong, first, wrongSigns) = (0, 0, 0)
    for start in stride(from: 0, to: numbers.count, by: width) {
      let vector = Vector3(numbers[start], numbers[start + 1], numbers[start + 2])
      let difference = vector.length - 1
      if difference.isFinite, difference.magnitude > 0.00674 {
        if wrong == 0 { first = start / width }
        wrong += 1
      }
      if width == 4, numbers[start + 3].magnitude != 1 { wrongSigns += 1 }
    }
    if wrong > 0 {
      log.add(
        .accessorVector3NonUnit, at: accessor.pointer,
        "\(wrong) vectors are not of length 1, the first is element \(first)")
    }
    if wrongSigns > 0 {
      log.add(
        .accessorInvalidSign, at: accessor.pointer, "\(wrongSigns) tangents have a w other than ±1")
    }
  }

  private func checkMaterial(_ primitive: GLTFPrimitive) {
    let material = primitive.material.flatMap { model.materials[$0] }
    var isUsed: Set<String> = []
    for use in material?.textures ?? [] {
      let semantic = "TEXCOORD_\(use.coordinates)"
      isUsed.insert(semantic)
      guard primitive.accessor(semantic) == nil else { continue }
      log.add(
        .primitiveTooFewTexcoords, at: primitive.pointer + "/material",
        "\(use.pointer) needs \(semantic), which the primitive does not have")
    }
    // What extensions of a material use is not known.
    guard model.extensionsUsed.isEmpty else { return }
    for (semantic, _) in primitive.attributes
    where semantic.hasPrefix("TEXCOORD_") && !isUsed.contains(semantic) {
      log.add(
        .primitiveUnusedTexcoord, at: "\(primitive.pointer)/attributes/\(semantic)",
        "no texture of the material uses these coordinates")
    }
  }

  /// Vertex data of two accessors in one view needs a stride to tell which is whose.
  private func checkSharedViews() {
    var first: [Int?] = [Int?](repeating: nil, count: model.views.count)
    var isNoted = [Bool](repeating: false, count: model.views.count)
    for primitive in model.meshes.compactMap(\.self).flatMap(\.primitives) {
      for (_, accessor) in primitive.attributes {
        guard let index = model.accessors[accessor]?.view, let view = model.views[index],
          view.byteStride == nil
        else { continue }
        if let other = first[index], other != accessor, !isNoted[index] {
          isNoted[index] = true
          log.add(
            .primitiveAccessorWithoutByteStride, at: view.pointer,
            "accessors \(other) and \(accessor) share the view, which has no byteStride")
        }
        first[index] = first[index] ?? accessor
      }
    }
  }
}
