// Falsework
// SPDX-License-Identifier: MIT

/// An image that surfaces take their colour from.
struct PreviewTexture {
  private let picture: Picture

  /// The light of each sRGB byte; squares come close to the curve and need no table of powers.
  static let linear: [Float] = (0..<256).map { byte in
    let share = Float(byte) / 255
    return share * share
  }

  init(_ picture: Picture) {
    self.picture = picture
  }

  /// Returns linear red, green and blue between the four nearest texels; the image repeats.
  func colour(_ coordinates: SIMD2<Float>) -> Vector3 {
    let (left, right, across) = Self.texels(coordinates.x, picture.width)
    let (upper, lower, down) = Self.texels(coordinates.y, picture.height)
    let above = texel(left, upper).mixed(texel(right, upper), across)
    return above.mixed(texel(left, lower).mixed(texel(right, lower), across), down)
  }

  private static func texels(_ coordinate: Float, _ count: Int) -> (Int, Int, Float) {
    guard coordinate.magnitude < 1e6 else { return (0, 0, 0) }
    let place = (coordinate - coordinate.rounded(.down)) * Float(count) - 0.5
    let floor = place.rounded(.down)
    let first = Int(floor)
    return (
      first < 0 ? count - 1 : min(first, count - 1), first + 1 >= count ? 0 : first + 1,
      place - floor
    )
  }

  @inline(__always)
  private func texel(_ column: Int, _ row: Int) -> Vector3 {
    let place = (row * picture.width + column) * 4
    return picture.pixels.withUnsafeBufferPointer { pixels in
      Self.linear.withUnsafeBufferPointer { linear in
        Vector3(
          linear[Int(pixels[place])], linear[Int(pixels[place + 1])],
          linear[Int(pixels[place + 2])])
      }
    }
  }
}

/// The textures of a file, each decoded once; those that cannot be are left out.
struct PreviewTextures {
  private let model: GLTFModel
  private let bytes: GLTFBytes
  private var known: [Int: PreviewTexture?] = [:]
  private var restPixels = 32 << 20

  init(model: GLTFModel, bytes: GLTFBytes) {
    self.model = model
    self.bytes = bytes
  }

  /// Returns the texture of a number if it is a PNG that can be decoded.
  mutating func texture(_ index: Int) -> PreviewTexture? {
    guard let source = model.textures[index]?.source else { return nil }
    if let known = known[source] { return known }
    var texture: PreviewTexture?
    if let content = model.images[source]?.view.flatMap(bytes.bytes(ofView:)),
      let image = try? PNGDecoder(Array(content), limits: .init(pixelsMax: restPixels))
    {
      restPixels -= image.width * image.height
      texture = PreviewTexture(image.picture)
    }
    known[source] = texture
    return texture
  }
}
