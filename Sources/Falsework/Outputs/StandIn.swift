// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkMesh
package import FalseworkQueue

/// Small valid files in the place of what models make.
package enum StandIn {
  private static let sampleRate = 8000
  private static let sampleCount = 4000

  /// A PNG picture: a gradient between two drawn colours, with a drawn grid over it.
  package static func image(side: Int, _ generator: FalseworkQueue.SeededGenerator) -> [UInt8] {
    var generator = generator
    let colours = generator.next()
    let cell = max(1, side / Int(4 + generator.next() % 5))
    var texels: [UInt8] = []
    texels.reserveCapacity(side * side * 3)
    for row in 0..<side {
      for column in 0..<side {
        let isDark = (row / cell + column / cell).isMultiple(of: 2)
        for channel in 0..<3 {
          let from = Int(colours >> UInt64(16 * channel) & 0xff)
          let to = Int(colours >> UInt64(16 * channel + 8) & 0xff)
          let mixed = (from * (2 * side - row - column) + to * (row + column)) / (2 * side)
          texels.append(UInt8(truncatingIfNeeded: isDark ? mixed * 3 / 4 : mixed))
        }
      }
    }
    return PNGEncoder.encode(texels: texels, side: side)
  }

  /// A WAV file: half a second of a triangle wave of a drawn pitch, 8 kHz, 16 bits, one channel.
  package static func tone(_ generator: FalseworkQueue.SeededGenerator) -> [UInt8] {
    var generator = generator
    let period = Int(20 + generator.next() % 40)
    var samples: [UInt8] = []
    for index in 0..<sampleCount {
      let phase = index % period
      let height = abs(2 * phase - period) * 2 - period
      // It swells and fades, so that it neither begins nor ends with a click.
      let loudness = min(index, sampleCount - index, 400) * 20
      samples += littleEndian(UInt16(truncatingIfNeeded: height * loudness / period), 2)
    }
    return Array("RIFF".utf8) + littleEndian(UInt32(36 + samples.count), 4) + Array("WAVEfmt ".utf8)
      + littleEndian(UInt32(16), 4) + littleEndian(UInt16(1), 2) + littleEndian(UInt16(1), 2)
      + littleEndian(UInt32(sampleRate), 4) + littleEndian(UInt32(sampleRate * 2), 4)
      + littleEndian(UInt16(2), 2) + littleEndian(UInt16(16), 2) + Array("data".utf8)
      + littleEndian(UInt32(samples.count), 4) + samples
  }

  /// A JSON object that says what it stands for.
  static func note(for what: String) -> [UInt8] {
    let note: JSONValue = [
      "falsework": "a stand-in: the mock does not make files of this kind", "for": .string(what),
    ]
    return note.serialized(.compact)
  }

  private static func littleEndian(_ value: some FixedWidthInteger, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
