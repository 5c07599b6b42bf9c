// Falsework
// SPDX-License-Identifier: MIT

/// The numbers of an accessor's elements, glTF 2.0 §5.1.3; the raw values are those of the JSON.
enum GLTFComponent: Int, CaseIterable {
  case int8 = 5120
  case uint8 = 5121
  case int16 = 5122
  case uint16 = 5123
  case uint32 = 5125
  case float = 5126

  var byteCount: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .uint32, .float: 4
    }
  }

  /// The index that restarts a strip and stands for no vertex, §3.7.2.1.
  var restartIndex: UInt32? {
    switch self {
    case .uint8: 0xFF
    case .uint16: 0xFFFF
    case .uint32: 0xFFFF_FFFF
    case .int8, .int16, .float: nil
    }
  }

  var mayBeNormalized: Bool { self != .float && self != .uint32 }
}

/// How many numbers an accessor's elements have, §5.1.6.
enum GLTFShape: String, CaseIterable {
  case scalar = "SCALAR"
  case vector2 = "VEC2"
  case vector3 = "VEC3"
  case vector4 = "VEC4"
  case matrix2 = "MAT2"
  case matrix3 = "MAT3"
  case matrix4 = "MAT4"

  var componentCount: Int {
    switch self {
    case .scalar: 1
    case .vector2: 2
    case .vector3: 3
    case .vector4, .matrix2: 4
    case .matrix3: 9
    case .matrix4: 16
    }
  }
}

/// What kinds of numbers an attribute may have, §3.7.2.1.
struct GLTFAttributeFormat {
  let shapes: [GLTFShape]
  /// Component types, and whether they are normalized.
  let components: [(type: GLTFComponent, isNormalized: Bool)]

  /// Returns the format of an attribute's semantic; nil if the standard has no such semantic.
  init?(_ semantic: String) {
    let small: [(GLTFComponent, Bool)] = [(.float, false), (.uint8, true), (.uint16, true)]
    switch Self.stem(semantic) {
    case "POSITION", "NORMAL": self.init([.vector3], [(.float, false)])
    case "TANGENT": self.init([.vector4], [(.float, false)])
    case "TEXCOORD_": self.init([.vector2], small)
    case "COLOR_": self.init([.vector3, .vector4], small)
    case "JOINTS_": self.init([.vector4], [(.uint8, false), (.uint16, false)])
    case "WEIGHTS_": self.init([.vector4], small)
    default: return nil
    }
  }

  private init(_ shapes: [GLTFShape], _ components: [(GLTFComponent, Bool)]) {
    self.shapes = shapes
    self.components = components
  }

  func allows(_ accessor: GLTFAccessor) -> Bool {
    shapes.contains { $0 == accessor.shape }
      && components.contains {
        $0.type == accessor.component && $0.isNormalized == accessor.isNormalized
      }
  }

  /// Cuts the number off a semantic that has one, as in `TEXCOORD_0`.
  private static func stem(_ semantic: String) -> String {
    guard let line = semantic.lastIndex(of: "_") else { return semantic }
    let number = semantic[semantic.index(after: line)...].utf8
    guard !number.isEmpty, number.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return semantic
    }
    return String(semantic[...line])
  }
}
