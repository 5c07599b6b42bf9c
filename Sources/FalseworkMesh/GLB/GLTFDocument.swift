// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The JSON of a mesh file together with the bytes that it refers to.
struct GLTFDocument {
  let root: JSONValue
  let file: [UInt8]
  /// Where the binary chunk lies in the file.
  let binary: Range<Int>

  func summary(chunks: [GLBSummary.Chunk], json: [UInt8]) throws(GLBError) -> GLBSummary {
    let primitive = "/meshes/0/primitives/0"
    let positions = try index(primitive + "/attributes/POSITION")
    let accessor = "/accessors/\(positions)"
    let vertexCount = try count(accessor + "/count")
    try checkBytes(ofAccessor: accessor, elementBytes: 12, count: vertexCount)
    let faceCount = try faces(primitive, vertexCount: vertexCount)
    guard let attributes = value(primitive + "/attributes")?.objectValue else {
      throw .memberUnusable(pointer: primitive + "/attributes")
    }
    return GLBSummary(
      byteCount: file.count, chunks: chunks, json: json,
      generator: value("/asset/generator")?.stringValue, vertexCount: vertexCount,
      faceCount: faceCount, attributes: attributes.keys,
      bounds: GLBSummary.Bounds(
        lower: try triple(accessor + "/min"), upper: try triple(accessor + "/max")),
      image: try image())
  }

  /// Returns the triangles of a primitive in triangle mode, whether indexed or not.
  private func faces(_ primitive: String, vertexCount: Int) throws(GLBError) -> Int {
    guard value(primitive + "/indices") != nil else { return vertexCount / 3 }
    let accessor = "/accessors/\(try index(primitive + "/indices"))"
    let count = try count(accessor + "/count")
    let type = accessor + "/componentType"
    let elementBytes: Int
    switch try index(type) {
    case 5121: elementBytes = 1
    case 5123: elementBytes = 2
    case 5125: elementBytes = 4
    default: throw .memberUnusable(pointer: type)
    }
    try checkBytes(ofAccessor: accessor, elementBytes: elementBytes, count: count)
    return count / 3
  }

  private func image() throws(GLBError) -> GLBSummary.Image? {
    let pointer = "/images/0"
    guard value(pointer) != nil else { return nil }
    guard let mimeType = value(pointer + "/mimeType")?.stringValue else {
      throw .memberUnusable(pointer: pointer + "/mimeType")
    }
    let range = try bytes(ofView: "/bufferViews/\(try index(pointer + "/bufferView"))")
    guard mimeType == "image/png" else {
      return GLBSummary.Image(
        mimeType: mimeType, byteCount: range.count, byteRange: range, width: nil, height: nil)
    }
    // Signature, length and type of IHDR, then width and height: PNG specification §5.3, §11.2.2.
    let header: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    let name = Array("IHDR".utf8)
    guard range.count >= 24, file[range].starts(with: header + name) else {
      throw .imageMalformed(pointer: pointer)
    }
    return GLBSummary.Image(
      mimeType: mimeType, byteCount: range.count, byteRange: range,
      width: Int(file.bigEndianWord(at: range.lowerBound + 16)),
      height: Int(file.bigEndianWord(at: range.lowerBound + 20)))
  }

  private func checkBytes(
    ofAccessor accessor: String, elementBytes: Int, count: Int
  ) throws(GLBError) {
    let range = try bytes(ofView: "/bufferViews/\(try index(accessor + "/bufferView"))")
    let offset = try optionalIndex(accessor + "/byteOffset")
    guard offset <= range.count, count <= (range.count - offset) / elementBytes else {
      throw .bytesOutOfBounds(pointer: accessor)
    }
  }

  /// Returns where a view lies in the file.
  private func bytes(ofView view: String) throws(GLBError) -> Range<Int> {
    let offset = try optionalIndex(view + "/byteOffset")
    let count = try count(view + "/byteLength")
    guard offset <= binary.count, count <= binary.count - offset else {
      throw .bytesOutOfBounds(pointer: view)
    }
    let start = binary.lowerBound + offset
    return start..<start + count
  }

  private func triple(_ pointer: String) throws(GLBError) -> [Double] {
    guard let values = value(pointer)?.arrayValue, values.count == 3 else {
      throw .memberUnusable(pointer: pointer)
    }
    let numbers = values.compactMap(\.numberValue?.doubleValue)
    guard numbers.count == 3 else { throw .memberUnusable(pointer: pointer) }
    return numbers
  }

  private func count(_ pointer: String) throws(GLBError) -> Int {
    let value = try index(pointer)
    guard value > 0 else { throw .memberUnusable(pointer: pointer) }
    return value
  }

  private func optionalIndex(_ pointer: String) throws(GLBError) -> Int {
    value(pointer) == nil ? 0 : try index(pointer)
  }

  private func value(_ pointer: String) -> JSONValue? {
    (try? JSONPointer(parsing: pointer))?.evaluate(in: root)
  }

  /// Returns a whole number that 32 bits can hold.
  private func index(_ pointer: String) throws(GLBError) -> Int {
    guard let number = value(pointer)?.numberValue?.doubleValue, let value = Int(exactly: number),
      (0...Int(UInt32.max)).contains(value)
    else { throw .memberUnusable(pointer: pointer) }
    return value
  }
}
