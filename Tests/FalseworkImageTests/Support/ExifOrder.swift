// Falsework
// SPDX-License-Identifier: MIT

/// Writes EXIF data in either order of bytes.
enum ExifOrder: CaseIterable {
  case little
  case big

  private func number(_ value: Int, bytes count: Int) -> [UInt8] {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return self == .little ? bytes : bytes.reversed()
  }

  /// A TIFF structure with two entries, the second of which is the orientation.
  func tiff(orientation: Int) -> [UInt8] {
    Array((self == .little ? "II" : "MM").utf8) + number(42, bytes: 2) + number(8, bytes: 4)
      + number(2, bytes: 2)
      + number(0x0100, bytes: 2) + number(3, bytes: 2) + number(1, bytes: 4)
      + number(6, bytes: 2) + number(0, bytes: 2)
      + number(0x0112, bytes: 2) + number(3, bytes: 2) + number(1, bytes: 4)
      + number(orientation, bytes: 2) + number(0, bytes: 2) + number(0, bytes: 4)
  }

  /// The segment of a JPEG that holds it.
  func segment(orientation: Int) -> [UInt8] {
    Self.segment(holding: tiff(orientation: orientation))
  }

  static func segment(holding tiff: [UInt8]) -> [UInt8] {
    let content = Array("Exif\0\0".utf8) + tiff
    let length = content.count + 2
    return [0xff, 0xe1, UInt8(length >> 8), UInt8(length & 0xff)] + content
  }
}

extension [UInt8] {
  func inserting(_ bytes: [UInt8], at place: Int) -> [UInt8] {
    Array(self[..<place] + bytes + self[place...])
  }

  func firstIndex(ofText text: String) -> Int? {
    let wanted = Array(text.utf8)
    return indices.first { self[$0...].starts(with: wanted) }
  }
}
