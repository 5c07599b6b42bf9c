// Falsework
// SPDX-License-Identifier: MIT

/// The rules of images and of the textures that use them.
struct ImageCheck {
  let model: GLTFModel
  let bytes: GLTFBytes
  let limits: GLBInspector.Limits
  let log: IssueLog

  /// Returns what the images are.
  func check() -> [MeshReport.Summary.Image] {
    var restPixels = limits.pixelsMax
    let images = model.images.map { image in
      image.map { check($0, &restPixels) }
        ?? MeshReport.Summary.Image(mimeType: nil, byteCount: nil, width: nil, height: nil)
    }
    for texture in model.textures.compactMap(\.self) {
      guard let source = texture.source, let type = model.images[source]?.mimeType,
        !Self.coreTypes.contains(type), model.extensionsUsed.isEmpty
      else { continue }
      log.add(
        .textureInvalidImageMimeType, at: texture.pointer + "/source",
        "image \(source) is \(type.prefix(40)), and a texture is PNG or JPEG")
    }
    return images
  }

  private static let coreTypes = ["image/png", "image/jpeg"]

  private func check(
    _ image: GLTFImage, _ restPixels: inout Int
  ) -> MeshReport.Summary.Image {
    if let type = image.mimeType, !Self.coreTypes.contains(type), model.extensionsUsed.isEmpty {
      log.add(
        .imageNonEnabledMimeType, at: image.pointer + "/mimeType",
        "\(type.prefix(40)) is neither image/png nor image/jpeg")
    }
    guard let content = image.view.flatMap(bytes.bytes(ofView:)) else {
      return MeshReport.Summary.Image(
        mimeType: image.mimeType, byteCount: nil, width: nil, height: nil)
    }
    let format = ImageFormat(content)
    if format == nil {
      log.add(
        .imageUnrecognizedFormat, at: image.pointer,
        "the bytes are neither PNG nor JPEG nor WebP")
    } else if let format, let type = image.mimeType, type != format.rawValue {
      log.add(
        .imageMimeTypeInvalid, at: image.pointer + "/mimeType",
        "the bytes are \(format.rawValue), not \(type.prefix(40))")
    }
    let size = size(content, format, image)
    if let size {
      checkSides(size, image)
      if format == .png { checkPixels(content, size, image, &restPixels) }
    }
    return MeshReport.Summary.Image(
      mimeType: format?.rawValue ?? image.mimeType, byteCount: content.count,
      width: size?.width, height: size?.height)
  }

  private func size(
    _ content: ArraySlice<UInt8>, _ format: ImageFormat?, _ image: GLTFImage
  ) -> (width: Int, height: Int)? {
    switch format {
    case .png:
      do throws(PNGFault) {
        let header = try PNGDecoder.header(of: content)
        return (header.width, header.height)
      } catch {
        log.add(.imageDataInvalid, at: image.pointer, "the PNG is unusable: \(error)")
      }
    case .jpeg:
      if let size = ImageFormat.jpegSize(content) { return size }
      log.add(.imageDataInvalid, at: image.pointer, "the JPEG ends before it gives its size")
    case .webp, nil: break
    }
    return nil
  }

  private func checkSides(_ size: (width: Int, height: Int), _ image: GLTFImage) {
    guard size.width & (size.width - 1) != 0 || size.height & (size.height - 1) != 0 else {
      return
    }
    log.add(
      .imageNonPowerOfTwo, at: image.pointer,
      "\(size.width)×\(size.height) is not a power of two")
  }

  private func checkPixels(
    _ content: ArraySlice<UInt8>, _ size: (width: Int, height: Int), _ image: GLTFImage,
    _ restPixels: inout Int
  ) {
    guard size.width <= restPixels / size.height else {
      log.add(
        .limitExceeded, at: image.pointer,
        "the images have more than \(limits.pixelsMax) pixels, so this one is not decoded")
      return
    }
    restPixels -= size.width * size.height
    do throws(PNGFault) {
      _ = try PNGDecoder(
        Array(content), limits: PNGDecoder.Limits(pixelsMax: limits.pixelsMax))
    } catch {
      log.add(.imagePixelsCorrupt, at: image.pointer, "the PNG cannot be decoded: \(error)")
    }
  }
}

/// The kinds of images that are known by their first bytes.
enum ImageFormat: String {
  case png = "image/png"
  case jpeg = "image/jpeg"
  case webp = "image/webp"

  init?(_ content: ArraySlice<UInt8>) {
    let isWebP =
      content.starts(with: "RIFF".utf8) && content.dropFirst(8).starts(with: "WEBP".utf8)
    if content.starts(with: PNGDecoder.signature) {
      self = .png
    } else if content.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if isWebP {
      self = .webp
    } else {
      return nil
    }
  }

  /// Returns the size from the frame header, ITU T.81 §B.2.2.
  static func jpegSize(_ content: ArraySlice<UInt8>) -> (width: Int, height: Int)? {
    var rest = content.dropFirst(2)
    while rest.count >= 9 {
      let bytes = Array(rest.prefix(9))
      guard bytes[0] == 0xFF else { return nil }
      if bytes[1] == 0xFF {
        rest = rest.dropFirst()
        continue
      }
      // All frame headers but those of tables, which lie among them.
      if (0xC0...0xCF).contains(bytes[1]), ![0xC4, 0xC8, 0xCC].contains(bytes[1]) {
        let height = Int(bytes[5]) << 8 | Int(bytes[6])
        let width = Int(bytes[7]) << 8 | Int(bytes[8])
        return width > 0 && height > 0 ? (width, height) : nil
      }
      rest = rest.dropFirst(2 + max(2, Int(bytes[2]) << 8 | Int(bytes[3])))
    }
    return nil
  }
}
