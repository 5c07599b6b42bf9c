// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The rules of buffers and their views, and of where accessors lie in them.
struct BufferCheck {
  let log: IssueLog

  func check(_ model: GLTFModel, _ binary: ContainerCheck.Binary) {
    checkFirstBuffer(model, binary)
    for view in model.views.compactMap(\.self) { check(view, model) }
    for accessor in model.accessors.compactMap(\.self) { check(accessor, model) }
    checkTargets(model)
  }

  private func checkFirstBuffer(_ model: GLTFModel, _ binary: ContainerCheck.Binary) {
    guard let declared = model.bufferByteCounts.first ?? nil else { return }
    switch binary {
    case .hidden: return
    case .absent:
      log.add(
        .bufferMissingGLBData, at: "/buffers/0", "the file has no binary chunk as its second")
    case .found(let range) where range.count < declared:
      log.add(
        .bufferByteLengthMismatch, at: "/buffers/0/byteLength",
        "the buffer declares \(declared) bytes, the binary chunk has \(range.count)")
    case .found(let range) where range.count - declared > 3:
      log.add(
        .bufferGLBChunkTooBig, at: "/buffers/0/byteLength",
        "the binary chunk has \(range.count - declared) bytes more than the buffer")
    case .found: return
    }
  }

  private func check(_ view: GLTFView, _ model: GLTFModel) {
    guard let buffer = view.buffer, let byteCount = model.bufferByteCounts[buffer],
      let length = view.byteLength, view.byteOffset + length > byteCount
    else { return }
    log.add(
      .bufferViewTooLong, at: view.pointer,
      "the view ends at byte \(view.byteOffset + length), the buffer at \(byteCount)")
  }

  private func check(_ accessor: GLTFAccessor, _ model: GLTFModel) {
    guard let component = accessor.component, let width = accessor.elementByteCount else { return }
    if !accessor.byteOffset.isMultiple(of: component.byteCount) {
      log.add(
        .accessorOffsetAlignment, at: accessor.pointer + "/byteOffset",
        "\(accessor.byteOffset) is no multiple of \(component.byteCount)")
    }
    guard let index = accessor.view, let view = model.views[index] else { return }
    let offset = accessor.byteOffset + view.byteOffset
    if accessor.byteOffset.isMultiple(of: component.byteCount),
      !offset.isMultiple(of: component.byteCount)
    {
      log.add(
        .accessorTotalOffsetAlignment, at: accessor.pointer,
        "it begins at byte \(offset) of the buffer, no multiple of \(component.byteCount)")
    }
    if let stride = view.byteStride, stride < width {
      log.add(
        .accessorSmallByteStride, at: accessor.pointer,
        "its elements have \(width) bytes, the view's stride is \(stride)")
    } else if let length = view.byteLength, accessor.count != nil,
      !GLTFBytes.fits(accessor, width: width, stride: view.byteStride ?? width, in: length)
    {
      log.add(
        .accessorTooLong, at: accessor.pointer,
        "its elements reach beyond the \(length) bytes of view \(index)")
    }
  }

  /// A hint of validators since 2.0.0-dev.3.6; files of the real service have no targets.
  private func checkTargets(_ model: GLTFModel) {
    var isNoted = [Bool](repeating: false, count: model.views.count)
    for primitive in model.meshes.compactMap(\.self).flatMap(\.primitives) {
      let accessors = primitive.attributes.map(\.accessor) + [primitive.indices].compactMap(\.self)
      for accessor in accessors {
        guard let index = model.accessors[accessor]?.view, !isNoted[index],
          let view = model.views[index], !view.hasTarget
        else { continue }
        isNoted[index] = true
        log.add(
          .bufferViewTargetMissing, at: view.pointer,
          "a target would tell consumers that this is vertex data or indices")
      }
    }
  }
}
