// Falsework
// SPDX-License-Identifier: MIT

/// A writer of 8-bit RGB images without interlace or ancillary chunks.
package enum PNGEncoder {
  /// The payload of each IDAT chunk but the last, as the Pillow library writes them.
  private static let chunkByteCount = 65_536

  /// Returns the file for side × side RGB texels, top row first.
  package static func encode(texels: [UInt8], side: Int) -> [UInt8] {
    encode(texels: texels, width: side, height: side)
  }

  /// Returns the file for width × height RGB texels, top row first.
  package static func encode(texels: [UInt8], width: Int, height: Int) -> [UInt8] {
    precondition(
      texels.count == width * height * PNGFilter.bytesPerPixel, "three bytes for a texel")
    let stream = Deflate.zlib(filtered(texels, width: width, height: height))
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file.reserveCapacity(stream.count + stream.count / 4096 + 128)
    let sides = bigEndian(UInt32(width)) + bigEndian(UInt32(height))
    // Bit depth 8, colour type 2 is RGB, then the only compression, filtering and no interlace.
    append("IHDR", (sides + [8, 2, 0, 0, 0])[...], to: &file)
    for start in stride(from: 0, to: stream.count, by: chunkByteCount) {
      append("IDAT", stream[start..<min(start + chunkByteCount, stream.count)], to: &file)
    }
    append("IEND", [], to: &file)
    return file
  }

  private static func append(
    _ kind: StaticString, _ payload: ArraySlice<UInt8>, to file: inout [UInt8]
  ) {
    file += bigEndian(UInt32(payload.count))
    let checkedStart = file.count
    kind.withUTF8Buffer { file += $0 }
    file += payload
    let check = file.withUnsafeBufferPointer { bytes in
      CRC32.checksum(UnsafeBufferPointer(rebasing: bytes[checkedStart...]))
    }
    file += bigEndian(check)
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
  }

  /// Returns each row preceded by the number of the filter that made it smallest.
  private static func filtered(_ texels: [UInt8], width: Int, height: Int) -> [UInt8] {
    let rowCount = width * PNGFilter.bytesPerPixel
    let zeros = [UInt8](repeating: 0, count: rowCount)
    var trial = zeros
    return [UInt8](unsafeUninitializedCapacity: (rowCount + 1) * height) { room, count in
      count = (rowCount + 1) * height
      texels.withUnsafeBufferPointer { texels in
        zeros.withUnsafeBufferPointer { zeros in
          trial.withUnsafeMutableBufferPointer { trial in
            guard let input = texels.baseAddress, let first = zeros.baseAddress,
              let output = room.baseAddress, let trial = trial.baseAddress
            else { return }
            for row in 0..<height {
              let place = input + row * rowCount
              filterRow(
                place, above: row == 0 ? first : place - rowCount, count: rowCount, trial: trial,
                output: output + row * (rowCount + 1))
            }
          }
        }
      }
    }
  }

  private static func filterRow(
    _ row: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, count: Int,
    trial: UnsafeMutablePointer<UInt8>, output: UnsafeMutablePointer<UInt8>
  ) {
    var least = UInt32.max
    for filter in PNGFilter.allCases {
      filter.apply(row: row, above: above, count: count, output: trial)
      let cost = PNGFilter.cost(trial, count: count)
      guard cost < least else { continue }
      least = cost
      output.pointee = filter.rawValue
      (output + 1).update(from: trial, count: count)
    }
  }
}
