// Falsework
// SPDX-License-Identifier: MIT

/// How a picture lies in its file, by the numbers of EXIF 2.32 §4.6.4, tag 0x0112.
enum Orientation: Int, Sendable, CaseIterable {
  case upright = 1
  case mirrored = 2
  case upsideDown = 3
  case upsideDownMirrored = 4
  /// Mirrored along the diagonal from the top left.
  case transposed = 5
  /// To be turned clockwise by a right angle.
  case turnedLeft = 6
  /// Mirrored along the diagonal from the top right.
  case transversed = 7
  /// To be turned anticlockwise by a right angle.
  case turnedRight = 8

  /// The most entries of a directory that are looked at.
  private static let entryCountMax = 512
  private static let tag = 0x0112

  /// Reads the orientation out of the TIFF structure of EXIF data; whatever is wrong with it, or
  /// missing, means upright.
  init(exif: ByteView) {
    self = Self.read(exif) ?? .upright
  }

  private static func read(_ exif: ByteView) -> Orientation? {
    let order: ByteView.Order
    switch exif.text(at: 0, count: 2) {
    case "II": order = .littleEndian
    case "MM": order = .bigEndian
    default: return nil
    }
    guard exif.number(at: 2, bytes: 2, order) == 42,
      let directory = exif.number(at: 4, bytes: 4, order),
      let entryCount = exif.number(at: directory, bytes: 2, order)
    else { return nil }
    for index in 0..<min(entryCount, entryCountMax) {
      let entry = directory + 2 + 12 * index
      guard let tag = exif.number(at: entry, bytes: 2, order) else { return nil }
      guard tag == Self.tag else { continue }
      // A SHORT stands at the beginning of the field for the value.
      return exif.number(at: entry + 8, bytes: 2, order).flatMap(Orientation.init)
    }
    return nil
  }
}
