// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A place in the scene.
struct GLTFNode {
  let pointer: String
  let children: [Int]
  let mesh: Int?
  let transform: GLTFTransform
  /// Whether it has neither children nor anything to show.
  let isEmpty: Bool

  init(_ element: GLTFElement) {
    pointer = element.pointer
    children = element.references("children", to: .nodes)
    mesh = element.reference("mesh", to: .meshes)
    _ = element.reference("skin", to: .skins)
    _ = element.reference("camera", to: .cameras)
    isEmpty = !["children", "mesh", "camera", "skin", "extensions"].contains {
      element.members[$0] != nil
    }
    let matrix = element.numbers("matrix", counts: [16])
    let translation = element.numbers("translation", counts: [3])
    let rotation = element.numbers("rotation", counts: [4])
    let scale = element.numbers("scale", counts: [3])
    if let matrix {
      transform = GLTFTransform(columns: matrix.map { Float($0) })
      if translation != nil || rotation != nil || scale != nil {
        element.log.add(
          .nodeMatrixTRS, at: pointer,
          "a node has either a matrix or translation, rotation and scale")
      }
    } else {
      transform = GLTFTransform(
        translation: (translation ?? [0, 0, 0]).map { Float($0) },
        rotation: (rotation ?? [0, 0, 0, 1]).map { Float($0) },
        scale: (scale ?? [1, 1, 1]).map { Float($0) })
    }
  }
}

/// A list of nodes that are shown together.
struct GLTFScene {
  let pointer: String
  let nodes: [Int]

  init(_ element: GLTFElement) {
    pointer = element.pointer
    nodes = element.references("nodes", to: .nodes)
  }
}

/// An affine map of points.
struct GLTFTransform: Hashable {
  static let identity = GLTFTransform(
    x: Vector3(1, 0, 0), y: Vector3(0, 1, 0), z: Vector3(0, 0, 1), origin: Vector3(0, 0, 0))

  /// Where the axes and the origin go.
  let x: Vector3
  let y: Vector3
  let z: Vector3
  let origin: Vector3

  private init(x: Vector3, y: Vector3, z: Vector3, origin: Vector3) {
    self.x = x
    self.y = y
    self.z = z
    self.origin = origin
  }

  /// Takes the sixteen numbers of a matrix, column by column.
  init(columns: [Float]) {
    func column(_ index: Int) -> Vector3 {
      Vector3(columns[index * 4], columns[index * 4 + 1], columns[index * 4 + 2])
    }
    self.init(x: column(0), y: column(1), z: column(2), origin: column(3))
  }

  /// Takes three, four (a quaternion, its scalar last) and three numbers.
  init(translation: [Float], rotation: [Float], scale: [Float]) {
    let (i, j, k, real) = (rotation[0], rotation[1], rotation[2], rotation[3])
    let x = Vector3(
      1 - 2 * (j * j + k * k), 2 * (i * j + k * real), 2 * (i * k - j * real))
    let y = Vector3(
      2 * (i * j - k * real), 1 - 2 * (i * i + k * k), 2 * (j * k + i * real))
    let z = Vector3(
      2 * (i * k + j * real), 2 * (j * k - i * real), 1 - 2 * (i * i + j * j))
    self.init(
      x: x * scale[0], y: y * scale[1], z: z * scale[2],
      origin: Vector3(translation[0], translation[1], translation[2]))
  }

  func direction(_ vector: Vector3) -> Vector3 { x * vector.x + y * vector.y + z * vector.z }

  func point(_ point: Vector3) -> Vector3 { direction(point) + origin }

  /// Returns the map that does `inner` first and this one then.
  func after(_ inner: GLTFTransform) -> GLTFTransform {
    GLTFTransform(
      x: direction(inner.x), y: direction(inner.y), z: direction(inner.z),
      origin: point(inner.origin))
  }
}
