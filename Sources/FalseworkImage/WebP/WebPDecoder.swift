// Falsework
// SPDX-License-Identifier: MIT

internal import CWebP
internal import FalseworkMesh

/// Reads a WebP with libwebp; of a moving one the first frame, where it stands on its canvas.
struct WebPDecoder {
  private let limits: PictureLimits

  init(_ limits: PictureLimits) {
    self.limits = limits
  }

  func decode(_ bytes: [UInt8]) throws(PictureError) -> (Picture, Orientation) {
    let found = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(PictureError) -> (Picture, Orientation) in try decode(bytes) }
    }
    return try found.get()
  }

  private func decode(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(PictureError) -> (Picture, Orientation) {
    let features = try features(of: bytes)
    try limits.check(width: Int(features.width), height: Int(features.height))
    var data = WebPData(bytes: bytes.baseAddress, size: bytes.count)
    guard let container = WebPDemux(&data) else {
      throw .damaged(.webp, reason: "it ends too early")
    }
    defer { WebPDemuxDelete(container) }
    let canvas = Canvas(
      width: Int(WebPDemuxGetI(container, WEBP_FF_CANVAS_WIDTH)),
      height: Int(WebPDemuxGetI(container, WEBP_FF_CANVAS_HEIGHT)))
    try limits.check(width: canvas.width, height: canvas.height)
    var frame = WebPIterator()
    guard WebPDemuxGetFrame(container, 1, &frame) != 0 else {
      throw .damaged(.webp, reason: "it has no frame")
    }
    defer { WebPDemuxReleaseIterator(&frame) }
    let picture = try canvas.picture(showing: frame)
    return (picture, orientation(in: container))
  }

  private func features(
    of bytes: UnsafeBufferPointer<UInt8>
  ) throws(PictureError) -> WebPBitstreamFeatures {
    var features = WebPBitstreamFeatures()
    let status = WebPGetFeatures(bytes.baseAddress, bytes.count, &features)
    guard status == VP8_STATUS_OK else { throw .damaged(.webp, reason: status.reason) }
    return features
  }

  private func orientation(in container: OpaquePointer) -> Orientation {
    var chunk = WebPChunkIterator()
    guard WebPDemuxGetChunk(container, "EXIF", 1, &chunk) != 0 else { return .upright }
    defer { WebPDemuxReleaseChunkIterator(&chunk) }
    var exif = ByteView(
      Array(UnsafeBufferPointer(start: chunk.chunk.bytes, count: chunk.chunk.size)))
    // Some writers copy the marker of a JPEG with it.
    if exif.begins(with: Array("Exif\0\0".utf8)) { exif = exif.rest(from: 6) }
    return Orientation(exif: exif)
  }
}

/// What a frame is laid on.
private struct Canvas {
  let width: Int
  let height: Int

  func picture(showing frame: WebPIterator) throws(PictureError) -> Picture {
    let (frameWidth, frameHeight) = (Int(frame.width), Int(frame.height))
    let (left, top) = (Int(frame.x_offset), Int(frame.y_offset))
    guard frameWidth > 0, frameHeight > 0, left >= 0, top >= 0, left + frameWidth <= width,
      top + frameHeight <= height
    else { throw .damaged(.webp, reason: "its first frame does not fit its canvas") }
    var features = WebPBitstreamFeatures()
    let status = WebPGetFeatures(frame.fragment.bytes, frame.fragment.size, &features)
    // The pixels are written in rows of the frame's own width.
    guard status == VP8_STATUS_OK, features.width == frame.width, features.height == frame.height
    else { throw .damaged(.webp, reason: "its headers contradict each other") }
    let byteCount = 4 * width * height
    var pixels = [UInt8](repeating: 0, count: byteCount)
    let isRead = pixels.withUnsafeMutableBufferPointer { pixels in
      let start = 4 * (top * width + left)
      return WebPDecodeRGBAInto(
        frame.fragment.bytes, frame.fragment.size, pixels.baseAddress.map { $0 + start },
        byteCount - start, CInt(4 * width)) != nil
    }
    guard isRead, let picture = Picture(width: width, height: height, pixels: pixels) else {
      throw .damaged(.webp, reason: "its pixels cannot be read")
    }
    return picture
  }
}

extension VP8StatusCode {
  fileprivate var reason: String {
    switch self {
    case VP8_STATUS_NOT_ENOUGH_DATA: "it ends too early"
    case VP8_STATUS_UNSUPPORTED_FEATURE: "it uses what no reader knows"
    case VP8_STATUS_OUT_OF_MEMORY: "there is no memory for it"
    default: "its header cannot be read"
    }
  }
}
