// Falsework
// SPDX-License-Identifier: MIT

internal import CTurboJPEG
internal import FalseworkMesh

/// Reads a JPEG with libjpeg-turbo, and a large one at a part of its sides, which costs as little.
struct JPEGDecoder {
  /// The beginnings of what libjpeg says of a picture that is there in spite of it, and that
  /// everyone shows.
  ///
  /// The code of a complaint does not tell: once there was a warning, it calls every later error
  /// one too, and only the text is that of the error.
  private static let warnings = [
    "Corrupt JPEG data", "Invalid SOS parameters", "Inconsistent progression sequence",
    "Unknown Adobe color transform",
  ]
  private static let inkCount = 4
  /// The part of the sides at which a picture is decoded is a number of eighths.
  private static let eighths = 8

  private let limits: PictureLimits

  init(_ limits: PictureLimits) {
    self.limits = limits
  }

  func decode(_ bytes: [UInt8]) throws(PictureError) -> (Picture, Orientation) {
    let header = try JPEGHeader(bytes, limits)
    let (width, height) = scaledSides(of: header)
    guard max(header.width, header.height) <= limits.sideMax else {
      throw .tooLarge(width: header.width, height: header.height, limits)
    }
    if header.isHeldWhole { try limits.check(width: header.width, height: header.height) }
    try limits.check(width: width, height: height)
    var pixels = try read(bytes, header, width: width, height: height)
    if header.componentCount == Self.inkCount { Self.mixInks(in: &pixels) }
    guard let picture = Picture(width: width, height: height, pixels: pixels) else {
      throw .damaged(.jpeg, reason: "it has no pixels")
    }
    return (picture, header.orientation)
  }

  /// The least of the sides that a decoder offers which are not smaller than what is kept.
  private func scaledSides(of header: JPEGHeader) -> (width: Int, height: Int) {
    let sides = (1...Self.eighths).lazy.map { part in
      [header.width, header.height].map { ($0 * part + Self.eighths - 1) / Self.eighths }
    }
    let chosen = sides.first { $0.contains { side in side >= limits.keptSideMax } }
    return chosen.map { ($0[0], $0[1]) } ?? (header.width, header.height)
  }

  private func read(
    _ bytes: [UInt8], _ header: JPEGHeader, width: Int, height: Int
  ) throws(PictureError) -> [UInt8] {
    guard let handle = tjInitDecompress() else {
      throw .damaged(.jpeg, reason: "there is no memory for its decoder")
    }
    defer { tjDestroy(handle) }
    var (foundWidth, foundHeight, sampling, space) = (CInt(), CInt(), CInt(), CInt())
    let isKnown = bytes.withUnsafeBufferPointer { bytes in
      tjDecompressHeader3(
        handle, bytes.baseAddress, CUnsignedLong(bytes.count), &foundWidth, &foundHeight,
        &sampling, &space) == 0
    }
    guard isKnown || Self.isTolerable(handle) else { throw Self.error(of: handle) }
    guard (Int(foundWidth), Int(foundHeight)) == (header.width, header.height) else {
      throw .damaged(.jpeg, reason: "its headers contradict each other")
    }
    let format = header.componentCount == Self.inkCount ? TJPF_CMYK : TJPF_RGBA
    // Not left to chance, as an error may come after half of the picture.
    var pixels = [UInt8](repeating: 0, count: 4 * width * height)
    let isRead = pixels.withUnsafeMutableBufferPointer { pixels in
      bytes.withUnsafeBufferPointer { bytes in
        tjDecompress2(
          handle, bytes.baseAddress, CUnsignedLong(bytes.count), pixels.baseAddress,
          CInt(width), 0, CInt(height), format.rawValue, TJFLAG_LIMITSCANS) == 0
      }
    }
    guard isRead || header.hasEnd && Self.isTolerable(handle) else {
      throw Self.error(of: handle)
    }
    return pixels
  }

  /// Whether there is a picture in spite of a complaint.
  private static func isTolerable(_ handle: tjhandle) -> Bool {
    let message = message(of: handle)
    return tjGetErrorCode(handle) == TJERR_WARNING.rawValue
      && warnings.contains { message.hasPrefix($0) }
  }

  private static func message(of handle: tjhandle) -> String {
    tjGetErrorStr2(handle).map { String(cString: $0) } ?? ""
  }

  private static func error(of handle: tjhandle) -> PictureError {
    .damaged(.jpeg, reason: message(of: handle))
  }

  /// Turns inks into light: the four channels tell how much of each ink is left out, which is how
  /// Adobe's programs write them and Pillow takes them.
  private static func mixInks(in pixels: inout [UInt8]) {
    pixels.withUnsafeMutableBufferPointer { pixels in
      for start in stride(from: 0, to: pixels.count, by: 4) {
        let light = Int(pixels[start + 3])
        for channel in start..<start + 3 {
          pixels[channel] = UInt8((Int(pixels[channel]) * light + 127) / 255)
        }
        pixels[start + 3] = 255
      }
    }
  }
}
