// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A mesh file taken apart, to be changed and put together again.
struct GLBDraft {
  var root: JSONValue
  /// The bytes of each view.
  var views: [[UInt8]]

  /// Takes a sound file of one buffer apart.
  init(_ file: [UInt8]) throws(GLBError) {
    let limits = GLBReader.Limits()
    let container = GLBContainer(file, limits: limits)
    if let fault = container.faults.first { throw fault }
    root = try container.root(of: file, limits: limits).value
    guard container.chunks.count > 1, container.chunks[1].type == GLBFormat.binaryChunk else {
      throw .binaryChunkMissing
    }
    guard let object = root.objectValue else { throw .memberUnusable(pointer: "") }
    let model = GLTFModel(object, log: IssueLog())
    let bytes = GLTFBytes(model, file: file, binary: container.chunks[1].byteRange)
    var views: [[UInt8]] = []
    for index in model.views.indices {
      guard let content = bytes.bytes(ofView: index) else {
        throw .bytesOutOfBounds(pointer: "/bufferViews/\(index)")
      }
      views.append(Array(content))
    }
    self.views = views
  }

  /// The file; offsets and lengths follow from the views, everything else is as it was set.
  var file: [UInt8] {
    var root = root
    var binary: [UInt8] = []
    for (index, view) in views.enumerated() {
      root.set("/bufferViews/\(index)/byteOffset", to: .number(JSONNumber(binary.count)))
      root.set("/bufferViews/\(index)/byteLength", to: .number(JSONNumber(view.count)))
      binary += view
      binary += [UInt8](repeating: 0, count: (4 - binary.count % 4) % 4)
    }
    root.set("/buffers/0/byteLength", to: .number(JSONNumber(binary.count)))
    return Self.container(json: root.serialized(.compact), binary: binary)
  }

  static func container(json: [UInt8], binary: [UInt8]?) -> [UInt8] {
    let json = json + [UInt8](repeating: 0x20, count: (4 - json.count % 4) % 4)
    let binaryByteCount = binary.map { $0.count + 8 } ?? 0
    let words = [
      GLBFormat.magic, GLBFormat.version, UInt32(20 + json.count + binaryByteCount),
      UInt32(json.count), GLBFormat.jsonChunk,
    ]
    var file = words.flatMap(\.littleEndianBytes) + json
    if let binary {
      file += [UInt32(binary.count), GLBFormat.binaryChunk].flatMap(\.littleEndianBytes) + binary
    }
    return file
  }

  /// Changes a member of the JSON; nil removes it.
  mutating func set(_ pointer: String, to value: JSONValue?) {
    root.set(pointer, to: value)
  }

  func integer(_ pointer: String) throws(GLBError) -> Int {
    guard
      let value = (try? JSONPointer(parsing: pointer))?.evaluate(in: root)?
        .numberValue?.intValue
    else { throw .memberUnusable(pointer: pointer) }
    return value
  }
}

extension GLBDraft {
  static let primitive = "/meshes/0/primitives/0"

  /// The number of an accessor of the first primitive, such as `indices`.
  func accessor(_ path: String) throws(GLBError) -> Int {
    try integer("\(Self.primitive)/\(path)")
  }

  func view(ofAccessor accessor: Int) throws(GLBError) -> Int {
    let view = try integer("/accessors/\(accessor)/bufferView")
    guard views.indices.contains(view) else {
      throw .memberUnusable(pointer: "/accessors/\(accessor)/bufferView")
    }
    return view
  }

  /// The words of an accessor that fills its view.
  func words(_ accessor: Int) throws(GLBError) -> [UInt32] {
    let bytes = views[try view(ofAccessor: accessor)]
    return stride(from: 0, to: bytes.count - 3, by: 4).map { bytes.littleEndianWord(at: $0) }
  }

  /// Changes indices, their count and their bounds.
  mutating func changeIndices(
    _ change: (inout [UInt32]) throws(GLBError) -> Void
  ) throws(GLBError) {
    let accessor = try accessor("indices")
    var indices = try words(accessor)
    try change(&indices)
    views[try view(ofAccessor: accessor)] = indices.flatMap(\.littleEndianBytes)
    let place = "/accessors/\(accessor)"
    set(place + "/count", to: .number(JSONNumber(indices.count)))
    func bound(_ index: UInt32?) -> JSONValue? {
      index.map { .array([.number(JSONNumber(Int($0)))]) }
    }
    set(place + "/min", to: bound(indices.min()))
    set(place + "/max", to: bound(indices.max()))
  }

  /// Changes the vectors of an attribute and their bounds, which leave out what is not finite.
  mutating func changeVectors(
    _ semantic: String, width: Int, _ change: (inout [Float]) throws(GLBError) -> Void
  ) throws(GLBError) {
    let accessor = try accessor("attributes/\(semantic)")
    var numbers = try words(accessor).map { Float(bitPattern: $0) }
    try change(&numbers)
    views[try view(ofAccessor: accessor)] = numbers.flatMap(\.bitPattern.littleEndianBytes)
    for (name, isBetter) in [("min", { $0 < $1 }), ("max", { $0 > $1 })]
      as [(String, (Float, Float) -> Bool)]
    {
      let bounds = (0..<width).map { component in
        stride(from: component, to: numbers.count, by: width).map { numbers[$0] }
          .filter(\.isFinite).max { isBetter($1, $0) } ?? 0
      }
      set(
        "/accessors/\(accessor)/\(name)",
        to: .array(bounds.map { .number(JSONNumber(Double($0))) }))
    }
  }

  /// Changes the bytes of the first image.
  mutating func changeImage(_ change: (inout [UInt8]) -> Void) throws(GLBError) {
    let view = try integer("/images/0/bufferView")
    guard views.indices.contains(view) else {
      throw .memberUnusable(pointer: "/images/0/bufferView")
    }
    change(&views[view])
  }
}

extension JSONValue {
  /// Changes what a pointer names, or removes it; what leads there must exist.
  mutating func set(_ pointer: String, to value: JSONValue?) {
    guard let pointer = try? JSONPointer(parsing: pointer) else { return }
    set(pointer.tokens[...], to: value)
  }

  private mutating func set(_ tokens: ArraySlice<String>, to value: JSONValue?) {
    guard let token = tokens.first else { return }
    let rest = tokens.dropFirst()
    switch self {
    case .object(var object):
      if rest.isEmpty {
        object[token] = value
      } else if var inner = object[token] {
        inner.set(rest, to: value)
        object[token] = inner
      }
      self = .object(object)
    case .array(var elements):
      guard let index = Int(token), elements.indices.contains(index) else { return }
      if rest.isEmpty {
        if let value { elements[index] = value } else { elements.remove(at: index) }
      } else {
        elements[index].set(rest, to: value)
      }
      self = .array(elements)
    case .null, .bool, .number, .string: return
    }
  }
}
