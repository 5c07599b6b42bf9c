// Falsework
// SPDX-License-Identifier: MIT

/// The way from filtered rows to pixels.
struct PNGPixels {
  private let header: PNGHeader
  private let palette: PNGPalette

  init(_ header: PNGHeader, _ palette: PNGPalette) {
    self.header = header
    self.palette = palette
  }

  /// Returns four bytes a pixel; `rows` holds every pass, each row behind its filter's number.
  func pixels(of rows: [UInt8]) throws(PNGFault) -> [UInt8] {
    var rows = rows
    var pixels = [UInt8](repeating: 255, count: 4 * header.width * header.height)
    var offset = 0
    for pass in header.passes {
      let rowCount = header.rowByteCount(width: pass.width)
      try unfilter(&rows, from: offset, rowByteCount: rowCount, pass)
      for row in 0..<pass.height {
        let place = (pass.row + row * pass.rowStep) * header.width + pass.column
        let start = offset + row * (rowCount + 1) + 1
        if isPlain, pass.columnStep == 1 {
          copy(rows, from: start, to: place * 4, count: pass.width, into: &pixels)
        } else {
          try widen(rows, from: start, pass, to: place * 4, into: &pixels)
        }
      }
      offset += (rowCount + 1) * pass.height
    }
    return pixels
  }

  /// Whether a sample is a byte of red, green or blue and none is clear.
  private var isPlain: Bool {
    header.colourType == .rgb && header.bitDepth == 8 && palette.clear == nil
  }

  private func copy(
    _ rows: [UInt8], from start: Int, to place: Int, count: Int, into pixels: inout [UInt8]
  ) {
    rows.withUnsafeBufferPointer { rows in
      pixels.withUnsafeMutableBufferPointer { pixels in
        for column in 0..<count {
          pixels[place + column * 4] = rows[start + column * 3]
          pixels[place + column * 4 + 1] = rows[start + column * 3 + 1]
          pixels[place + column * 4 + 2] = rows[start + column * 3 + 2]
        }
      }
    }
  }

  private func unfilter(
    _ rows: inout [UInt8], from offset: Int, rowByteCount: Int, _ pass: PNGPass
  ) throws(PNGFault) {
    let distance = header.filterDistance
    let zeros = [UInt8](repeating: 0, count: rowByteCount)
    try rows.withUnsafeMutableBufferPointer { rows throws(PNGFault) in
      try zeros.withUnsafeBufferPointer { zeros throws(PNGFault) in
        guard let base = rows.baseAddress, let zeros = zeros.baseAddress else { return }
        for row in 0..<pass.height {
          let start = base + offset + row * (rowByteCount + 1)
          let above = row == 0 ? zeros : UnsafePointer(start - rowByteCount)
          guard
            PNGFilter.undo(
              start.pointee, row: start + 1, above: above, count: rowByteCount,
              distance: distance)
          else { throw .filterUnknown(row: pass.row + row * pass.rowStep) }
        }
      }
    }
  }

  private func widen(
    _ rows: [UInt8], from start: Int, _ pass: PNGPass, to place: Int, into pixels: inout [UInt8]
  ) throws(PNGFault) {
    let sampleCount = header.colourType.sampleCount
    var samples = [UInt16](repeating: 0, count: sampleCount)
    for column in 0..<pass.width {
      for index in 0..<sampleCount {
        samples[index] = sample(rows, start, column * sampleCount + index)
      }
      let target = place + column * pass.columnStep * 4
      try write(samples, to: target, into: &pixels)
    }
  }

  private func sample(_ rows: [UInt8], _ start: Int, _ index: Int) -> UInt16 {
    switch header.bitDepth {
    case 8: return UInt16(rows[start + index])
    case 16: return UInt16(rows[start + 2 * index]) << 8 | UInt16(rows[start + 2 * index + 1])
    default:
      let bit = index * header.bitDepth
      let shift = 8 - header.bitDepth - bit % 8
      return UInt16(rows[start + bit / 8]) >> UInt16(shift) & (1 << UInt16(header.bitDepth) - 1)
    }
  }

  private func write(
    _ samples: [UInt16], to place: Int, into pixels: inout [UInt8]
  ) throws(PNGFault) {
    switch header.colourType {
    case .palette:
      let colour = Int(samples[0]) * 4
      guard colour < palette.colours.count else { throw .paletteIndexOutOfRange }
      for index in 0..<4 { pixels[place + index] = palette.colours[colour + index] }
    case .grey, .greyAlpha:
      for index in 0..<3 { pixels[place + index] = byte(samples[0]) }
      if header.colourType == .greyAlpha { pixels[place + 3] = byte(samples[1]) }
    case .rgb, .rgba:
      for index in samples.indices { pixels[place + index] = byte(samples[index]) }
    }
    if samples == palette.clear { pixels[place + 3] = 0 }
  }

  /// Spreads a sample over the range of a byte.
  private func byte(_ sample: UInt16) -> UInt8 {
    switch header.bitDepth {
    case 8: UInt8(sample)
    case 16: UInt8(sample >> 8)
    default: UInt8(Int(sample) * 255 / (1 << header.bitDepth - 1))
    }
  }
}
