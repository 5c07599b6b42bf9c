// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("PNG encoder") struct PNGEncoderTests {
  enum Picture: CaseIterable {
    case black, noise, acrossRamp, downRamp, diagonal, edges

    func texel(_ column: Int, _ row: Int, noise: UInt8) -> UInt8 {
      switch self {
      case .black: 0
      case .noise: noise
      case .acrossRamp: UInt8(column * 3 & 0xFF)
      case .downRamp: UInt8(row * 5 & 0xFF)
      case .diagonal: UInt8((column * 2 + row * 3) & 0xFF) &+ noise % 3
      case .edges: (column / 5 + row / 7).isMultiple(of: 2) ? 255 : 0
      }
    }

    func texels(side: Int) -> [UInt8] {
      var generator = SeededGenerator(seed: 5)
      return (0..<side * side * 3).map { place in
        let noise = UInt8(generator.nextIndex(below: 256))
        return texel(place / 3 % side, place / 3 / side, noise: noise) &+ UInt8(place % 3)
      }
    }
  }

  @Test("texels come back", arguments: Picture.allCases, [1, 2, 7, 64, 100])
  func roundTrip(picture: Picture, side: Int) throws {
    let texels = picture.texels(side: side)
    let image = try PNGDecoder(PNGEncoder.encode(texels: texels, side: side))
    #expect(image.width == side)
    #expect(image.height == side)
    #expect(image.texels == texels)
  }

  @Test("width and height may differ", arguments: [(1, 9), (9, 1), (31, 7)])
  func oblong(width: Int, height: Int) throws {
    let texels = Array(Picture.noise.texels(side: 32)[..<(width * height * 3)])
    let image = try PNGDecoder(
      PNGEncoder.encode(texels: texels, width: width, height: height))
    #expect(image.width == width)
    #expect(image.height == height)
    #expect(image.texels == texels)
  }

  @Test("rows are filtered along the direction in which they are smooth")
  func filterChoice() throws {
    func filters(_ picture: Picture) throws -> Set<UInt8> {
      let file = PNGEncoder.encode(texels: picture.texels(side: 64), side: 64)
      return Set(try PNGDecoder.filters(of: file)[1...])
    }
    #expect(try filters(.downRamp).isDisjoint(with: [2, 3]))
    #expect(try filters(.acrossRamp) == [2])
    #expect(try filters(.diagonal).isSubset(of: [3, 4]))
  }

  @Test("long streams are split into chunks of 65,536 bytes and nothing else is in the file")
  func chunks() throws {
    let file = PNGEncoder.encode(texels: Picture.noise.texels(side: 160), side: 160)
    #expect(try PNGDecoder(file).chunkNames == ["IHDR", "IDAT", "IDAT", "IEND"])
    #expect(Array(file[33..<37]) == [0, 1, 0, 0])
  }
}
