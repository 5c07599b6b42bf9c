// Falsework
// SPDX-License-Identifier: MIT

extension PrimitiveCheck {
  /// Returns the primitive's triangles if everything that they need is there and finite.
  func surface(_ primitive: GLTFPrimitive, mesh: Int) -> PrimitiveSurface? {
    let position = primitive.accessor("POSITION")
    let vertexCount = position.flatMap { model.accessors[$0]?.count }
    let corners: [UInt32]?
    if primitive.hasIndices {
      corners = primitive.indices.flatMap { indices($0, primitive, vertexCount: vertexCount) }
    } else {
      checkMode(primitive, count: vertexCount ?? 0)
      // Beyond the bound of an index no surface is looked at, so nothing need be listed.
      corners = vertexCount.flatMap { count in
        contents.spend(count, at: primitive.pointer) ? Array(0..<UInt32(count)) : nil
      }
    }
    guard primitive.mode == GLTFPrimitive.trianglesMode, let corners, let position,
      let positions = contents.floats(position, model),
      model.accessors[position]?.shape == .vector3, contents.spend(positions.count, at: ""),
      corners.allSatisfy({ Int($0) < positions.count / 3 }),
      positions.allSatisfy(\.isFinite)
    else { return nil }
    let material = primitive.material.flatMap { model.materials[$0] }
    return PrimitiveSurface(
      mesh: mesh, pointer: primitive.pointer, positions: positions,
      corners: Array(corners.prefix(corners.count / 3 * 3)),
      textureCoordinates: coordinates(primitive, material, vertexCount: positions.count / 3),
      isDoubleSided: material?.isDoubleSided ?? false)
  }

  private func coordinates(
    _ primitive: GLTFPrimitive, _ material: GLTFMaterial?, vertexCount: Int
  ) -> [Float]? {
    guard let index = primitive.accessor("TEXCOORD_\(material?.baseColour?.coordinates ?? 0)"),
      model.accessors[index]?.shape == .vector2, let numbers = contents.floats(index, model),
      numbers.count == vertexCount * 2, contents.spend(numbers.count, at: ""),
      numbers.allSatisfy(\.isFinite)
    else { return nil }
    return numbers
  }

  private func indices(
    _ index: Int, _ primitive: GLTFPrimitive, vertexCount: Int?
  ) -> [UInt32]? {
    guard let accessor = model.accessors[index] else { return nil }
    if let component = accessor.component, let shape = accessor.shape,
      shape != .scalar || component.restartIndex == nil || accessor.isNormalized
    {
      log.add(
        .primitiveIndicesInvalidFormat, at: primitive.pointer + "/indices",
        "\(shape.rawValue) of type \(component.rawValue) cannot be indices")
      return nil
    }
    if accessor.view.flatMap({ model.views[$0] })?.byteStride != nil {
      log.add(
        .primitiveIndicesWithByteStride, at: primitive.pointer + "/indices",
        "the view of indices has a byteStride")
    }
    if let count = accessor.count { checkMode(primitive, count: count) }
    guard let numbers = contents.indices(index, model), let vertexCount,
      contents.spend(numbers.count, at: accessor.pointer)
    else { return nil }
    checkRange(numbers, accessor, vertexCount: vertexCount)
    if primitive.mode == GLTFPrimitive.trianglesMode { checkDegenerate(numbers, accessor) }
    return numbers
  }

  private func checkRange(_ numbers: [UInt32], _ accessor: GLTFAccessor, vertexCount: Int) {
    let restart = accessor.component?.restartIndex
    var (restarts, firstRestart, beyond, firstBeyond) = (0, 0, 0, 0)
    for (place, number) in numbers.enumerated() where Int(number) >= vertexCount {
      if number == restart {
        if restarts == 0 { firstRestart = place }
        restarts += 1
      } else {
        if beyond == 0 { firstBeyond = place }
        beyond += 1
      }
    }
    if restarts > 0 {
      log.add(
        .accessorIndexPrimitiveRestart, at: accessor.pointer,
        "\(restarts) indices would restart a strip, the first is element \(firstRestart)")
    }
    if beyond > 0 {
      log.add(
        .accessorIndexOutOfBounds, at: accessor.pointer,
        "\(beyond) of \(numbers.count) indices are \(vertexCount) or more, the number of "
          + "vertices; the first is element \(firstBeyond) with \(numbers[firstBeyond])")
    }
  }

  private func checkDegenerate(_ numbers: [UInt32], _ accessor: GLTFAccessor) {
    var count = 0
    for start in stride(from: 0, to: numbers.count - 2, by: 3) {
      let (a, b, c) = (numbers[start], numbers[start + 1], numbers[start + 2])
      if a == b || b == c || a == c { count += 1 }
    }
    guard count > 0 else { return }
    log.add(
      .accessorIndexTriangleDegenerate, at: accessor.pointer,
      "\(count) of \(numbers.count / 3) triangles have a vertex twice")
  }

  private func checkMode(_ primitive: GLTFPrimitive, count: Int) {
    let isFit =
      switch primitive.mode {
      case 1: count.isMultiple(of: 2)
      case 2, 3: count >= 2
      case GLTFPrimitive.trianglesMode: count.isMultiple(of: 3)
      case 5, 6: count >= 3
      default: true
      }
    guard !isFit else { return }
    log.add(
      .primitiveIncompatibleMode, at: primitive.pointer,
      "\(count) vertices do not fit mode \(primitive.mode)")
  }
}
