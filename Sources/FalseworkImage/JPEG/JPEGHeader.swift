// Falsework
// SPDX-License-Identifier: MIT

/// What the markers of a JPEG tell before anything of it is decoded (ITU-T T.81 annex B).
struct JPEGHeader {
  private(set) var width = 0
  private(set) var height = 0
  /// The colours and such that each pixel has.
  private(set) var componentCount = 0
  /// The passes over the picture.
  private(set) var scanCount = 0
  private(set) var orientation = Orientation.upright
  /// Whether the decoder must hold the whole picture in frequencies, at its full size.
  private(set) var isHeldWhole = false
  /// Whether the file says that it is over.
  private(set) var hasEnd = false

  private enum Code {
    static let start = 0xd8
    static let end = 0xd9
    static let scan = 0xda
    static let application1 = 0xe1
    /// Those that stand alone: TEM, RST0 to RST7, SOI.
    static let alone: Set<Int> = [0x01, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, start]
    /// The frame headers, which tell the sides: SOF0 to SOF15 without DHT, JPG and DAC.
    static let frames = Set(0xc0...0xcf).subtracting([0xc4, 0xc8, 0xcc])
    static let progressive: Set<Int> = [0xc2, 0xc6, 0xca, 0xce]
  }

  /// Reads the markers of a file, as far as there are any.
  init(_ bytes: [UInt8], _ limits: PictureLimits) throws(PictureError) {
    let file = ByteView(bytes)
    var offset = 2
    var markerCount = 0
    while let code = Self.nextMarker(in: bytes, from: &offset) {
      markerCount += 1
      guard markerCount <= limits.partCountMax else {
        throw .damaged(.jpeg, reason: "it has more than \(limits.partCountMax) markers")
      }
      if code == Code.end {
        hasEnd = true
        break
      }
      if Code.alone.contains(code) { continue }
      guard let length = file.number(at: offset, bytes: 2, .bigEndian), length >= 2,
        let segment = file.part(at: offset + 2, count: length - 2)
      else { break }
      take(segment, of: code)
      offset += length
    }
    guard componentCount > 0 else { throw .damaged(.jpeg, reason: "it has no frame header") }
    guard scanCount <= limits.scanCountMax else {
      throw .damaged(.jpeg, reason: "it has more than \(limits.scanCountMax) scans")
    }
  }

  private mutating func take(_ segment: ByteView, of code: Int) {
    switch code {
    case Code.scan:
      scanCount += 1
      // Colours that come one after the other are put together once all are there.
      if let count = segment.byte(at: 0), count < componentCount { isHeldWhole = true }
    case Code.application1:
      guard orientation == .upright, segment.begins(with: Array("Exif\0\0".utf8)) else { return }
      orientation = Orientation(exif: segment.rest(from: 6))
    case _ where Code.frames.contains(code) && componentCount == 0:
      height = segment.number(at: 1, bytes: 2, .bigEndian) ?? 0
      width = segment.number(at: 3, bytes: 2, .bigEndian) ?? 0
      componentCount = segment.byte(at: 5) ?? 0
      isHeldWhole = Code.progressive.contains(code)
    default:
      break
    }
  }

  /// Finds the next marker, past the data of a scan in which 0xFF is followed by zero.
  private static func nextMarker(in bytes: [UInt8], from offset: inout Int) -> Int? {
    var place = offset
    while place + 1 < bytes.count {
      if bytes[place] == 0xff, bytes[place + 1] != 0, bytes[place + 1] != 0xff {
        offset = place + 2
        return Int(bytes[place + 1])
      }
      place += 1
    }
    offset = bytes.count
    return nil
  }
}
