// Falsework
// SPDX-License-Identifier: MIT

/// The bytes that accessors refer to, read within the bounds of the binary chunk.
struct GLTFBytes {
  private let file: [UInt8]
  private let views: [Range<Int>?]
  private let strides: [Int?]

  /// Finds where each view lies in the file; the binary chunk may be missing.
  init(_ model: GLTFModel, file: [UInt8], binary: Range<Int>?) {
    self.file = file
    strides = model.views.map { $0?.byteStride }
    views = model.views.map { view in
      guard let binary, let view, view.buffer == 0, let length = view.byteLength,
        view.byteOffset <= binary.count, length <= binary.count - view.byteOffset
      else { return nil }
      let start = binary.lowerBound + view.byteOffset
      return start..<start + length
    }
  }

  /// Returns where a view lies in the file, if it does.
  func range(ofView view: Int) -> Range<Int>? { views[view] }

  /// Returns the bytes of a view.
  func bytes(ofView view: Int) -> ArraySlice<UInt8>? { views[view].map { file[$0] } }

  /// Returns the components of a float accessor, or of a normalized one as fractions.
  func floats(_ accessor: GLTFAccessor) -> [Float]? {
    guard let component = accessor.component, let shape = accessor.shape else { return nil }
    switch component {
    case .float:
      return read(accessor, shape) { Float(bitPattern: Self.word($0, $1)) }
    case .uint8 where accessor.isNormalized:
      return read(accessor, shape) { Float($0[$1]) / 255 }
    case .uint16 where accessor.isNormalized:
      return read(accessor, shape) { Float(Self.half($0, $1)) / 65_535 }
    case .int8, .uint8, .int16, .uint16, .uint32: return nil
    }
  }

  /// Returns the numbers of an unsigned scalar accessor.
  func indices(_ accessor: GLTFAccessor) -> [UInt32]? {
    guard let component = accessor.component, accessor.shape == .scalar else { return nil }
    switch component {
    case .uint8: return read(accessor, .scalar) { UInt32($0[$1]) }
    case .uint16: return read(accessor, .scalar) { UInt32(Self.half($0, $1)) }
    case .uint32: return read(accessor, .scalar) { Self.word($0, $1) }
    case .int8, .int16, .float: return nil
    }
  }

  /// Reads what lies whole in its view; sparse and empty accessors are not read.
  private func read<Number>(
    _ accessor: GLTFAccessor, _ shape: GLTFShape,
    _ number: (UnsafeBufferPointer<UInt8>, Int) -> Number
  ) -> [Number]? {
    guard !accessor.isSparse, let view = accessor.view, let range = views[view],
      let component = accessor.component, let count = accessor.count
    else { return nil }
    let width = component.byteCount * shape.componentCount
    let stride = strides[view] ?? width
    guard Self.fits(accessor, width: width, stride: stride, in: range.count) else { return nil }
    let start = range.lowerBound + accessor.byteOffset
    return file.withUnsafeBufferPointer { bytes in
      var numbers: [Number] = []
      numbers.reserveCapacity(count * shape.componentCount)
      for element in 0..<count {
        for index in 0..<shape.componentCount {
          numbers.append(number(bytes, start + element * stride + index * component.byteCount))
        }
      }
      return numbers
    }
  }

  /// Returns whether every element lies in a view of so many bytes.
  static func fits(_ accessor: GLTFAccessor, width: Int, stride: Int, in byteCount: Int) -> Bool {
    guard let count = accessor.count, stride >= width, accessor.byteOffset <= byteCount else {
      return false
    }
    // Both are below 2^32 × 2^8, so nothing overflows.
    return stride * (count - 1) + width <= byteCount - accessor.byteOffset
  }

  @inline(__always)
  private static func half(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> UInt16 {
    UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> UInt32 {
    UInt32(
      littleEndian: UnsafeRawBufferPointer(bytes)
        .loadUnaligned(fromByteOffset: place, as: UInt32.self))
  }
}
