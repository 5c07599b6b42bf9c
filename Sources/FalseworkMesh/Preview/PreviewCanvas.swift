// Falsework
// SPDX-License-Identifier: MIT

/// Which triangle is seen at each of the samples, four to a pixel.
struct PreviewCanvas {
  /// Samples along a pixel's side.
  static let sampling = 2

  let side: Int
  let camera: PreviewCamera
  private let width: Int
  private var nearness: [Float]
  private var faces: [UInt32]
  private var seen: [Vector3] = []
  private static let nothing = UInt32.max

  init(side: Int, camera: PreviewCamera) {
    self.side = side
    self.camera = camera
    width = side * Self.sampling
    nearness = [Float](repeating: 0, count: width * width)
    faces = [UInt32](repeating: Self.nothing, count: width * width)
  }

  mutating func draw(_ subject: PreviewSubject) {
    let half = Float(width) / 2
    seen = subject.points.map { point in
      let place = camera.projected(point)
      return Vector3((place.x + 1) * half, (1 - place.y) * half, place.z)
    }
    let width = width
    let seen = seen
    nearness.withUnsafeMutableBufferPointer { nearness in
      faces.withUnsafeMutableBufferPointer { faces in
        for part in subject.parts {
          for face in part.faces {
            let (a, b, c) = (
              seen[Int(subject.corners[face * 3])], seen[Int(subject.corners[face * 3 + 1])],
              seen[Int(subject.corners[face * 3 + 2])]
            )
            let area = PreviewFace.area(a, b, c)
            // Seen from outside, corners run against the clock, and rows run downwards.
            guard area < 0 || (area > 0 && part.isDoubleSided) else { continue }
            Self.fill(PreviewFace(a, b, c), UInt32(face), width, nearness, faces)
          }
        }
      }
    }
  }

  @inline(__always)
  private static func fill(
    _ shape: PreviewFace, _ face: UInt32, _ width: Int,
    _ nearness: UnsafeMutableBufferPointer<Float>, _ faces: UnsafeMutableBufferPointer<UInt32>
  ) {
    let last = Float(width - 1)
    let (a, b, c) = (shape.a, shape.b, shape.c)
    let left = Int(max(0, min(a.x, b.x, c.x).rounded(.down)))
    let right = Int(min(last, max(0, max(a.x, b.x, c.x))))
    let top = Int(max(0, min(a.y, b.y, c.y).rounded(.down)))
    let bottom = Int(min(last, max(0, max(a.y, b.y, c.y))))
    guard left <= right, top <= bottom else { return }
    for row in top...bottom {
      for column in left...right {
        let (u, v) = shape.weights(Float(column) + 0.5, Float(row) + 0.5)
        let w = 1 - u - v
        guard u >= 0, v >= 0, w >= 0 else { continue }
        // One over the distance is linear in the frame.
        let near = u * a.z + v * b.z + w * c.z
        let place = row * width + column
        guard near > nearness[place] else { continue }
        nearness[place] = near
        faces[place] = face
      }
    }
  }

  /// Returns the finished picture.
  func developed(_ subject: PreviewSubject, ground: GroundShadow) -> RGBImage {
    let shader = PreviewShader(subject, camera)
    let stage = PreviewStage(camera, ground)
    var texels = [UInt8](repeating: 0, count: 3 * side * side)
    let samples = Self.sampling
    for row in 0..<side {
      for column in 0..<side {
        var sum = Vector3(0, 0, 0)
        var covered = 0
        for sample in 0..<samples * samples {
          let (x, y) = (column * samples + sample % samples, row * samples + sample / samples)
          let face = faces[y * width + x]
          guard face != Self.nothing else { continue }
          covered += 1
          sum = sum + shader.colour(Int(face), seen, Float(x) + 0.5, Float(y) + 0.5)
        }
        let bare = samples * samples - covered
        if bare > 0 {
          let scale = 2 / Float(side)
          let place = SIMD2(
            (Float(column) + 0.5) * scale - 1, 1 - (Float(row) + 0.5) * scale)
          sum = sum + stage.colour(place) * Float(bare)
        }
        let colour = sum * (1 / Float(samples * samples))
        let start = (row * side + column) * 3
        texels[start] = Self.byte(colour.x)
        texels[start + 1] = Self.byte(colour.y)
        texels[start + 2] = Self.byte(colour.z)
      }
    }
    return RGBImage(width: side, height: side, texels: texels)
  }

  /// The inverse of the squares that texels are read with.
  @inline(__always)
  private static func byte(_ light: Float) -> UInt8 {
    UInt8(light.clamped(0, 1).squareRoot() * 255 + 0.5)
  }
}

/// A triangle in the frame, ready to say where a point lies in it.
struct PreviewFace {
  let a: Vector3
  let b: Vector3
  let c: Vector3
  private let scale: Float

  @inline(__always)
  init(_ a: Vector3, _ b: Vector3, _ c: Vector3) {
    self.a = a
    self.b = b
    self.c = c
    scale = 1 / Self.area(a, b, c)
  }

  @inline(__always)
  static func area(_ a: Vector3, _ b: Vector3, _ c: Vector3) -> Float {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }

  /// Returns the shares of the first two corners.
  @inline(__always)
  func weights(_ x: Float, _ y: Float) -> (Float, Float) {
    (
      ((b.x - x) * (c.y - y) - (b.y - y) * (c.x - x)) * scale,
      ((c.x - x) * (a.y - y) - (c.y - y) * (a.x - x)) * scale
    )
  }
}
