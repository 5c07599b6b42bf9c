// Falsework
// SPDX-License-Identifier: MIT

import FalseworkImage
import FalseworkMesh
import Foundation
import Testing

@Suite("The picture decoder") struct PictureDecoderTests {
  private let decoder = PictureDecoder()

  @Test("reads the same picture out of every coat", arguments: PictureFixture.rows)
  func coats(name: String, quarters: [[UInt8]], tolerance: Int) throws {
    let picture = try decoder.decode(PictureFixture.bytes(name))
    #expect(picture.width == PictureFixture.width && picture.height == PictureFixture.height)
    #expect(picture.difference(of: quarters) <= tolerance, "\(picture.quarters)")
  }

  @Test("has a row for every picture that lies in the folder")
  func everyFixture() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: PictureFixture.folder.path)
    let known = PictureFixture.rows.map(\.name) + ForeignFormats.rows.compactMap(\.file)
    #expect(files.sorted() == known.sorted())
  }

  @Test("turns a picture upright, whichever way its camera was held", arguments: 1...8)
  func orientations(value: Int) throws {
    // Which quarter of the file each quarter of the upright picture is.
    let order = [
      [0, 1, 2, 3], [1, 0, 3, 2], [3, 2, 1, 0], [2, 3, 0, 1],
      [0, 2, 1, 3], [2, 0, 3, 1], [3, 1, 2, 0], [1, 3, 0, 2],
    ][value - 1]
    let expected = order.map { PictureFixture.colours[$0] }
    for bytes in ExifOrder.allCases {
      let marked = try PictureFixture.bytes("baseline.jpg").inserting(
        bytes.segment(orientation: value), at: 2)
      let picture = try decoder.decode(marked)
      #expect((picture.width > picture.height) == (value <= 4))
      #expect(picture.difference(of: expected) <= 3, "\(bytes) \(picture.quarters)")
    }
  }

  @Test(
    "takes EXIF data that cannot be read for none",
    arguments: [
      [], Array("II".utf8), Array("XX*\0".utf8), [0x49, 0x49, 42, 0, 0xff, 0xff, 0xff, 0xff],
      [0x49, 0x49, 42, 0, 8, 0, 0, 0, 0xff, 0xff], [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1],
      ExifOrder.little.tiff(orientation: 0), ExifOrder.big.tiff(orientation: 9),
    ])
  func unreadableExif(tiff: [UInt8]) throws {
    let marked = try PictureFixture.bytes("baseline.jpg").inserting(
      ExifOrder.segment(holding: tiff), at: 2)
    #expect(try decoder.decode(marked).difference(of: PictureFixture.colours) <= 3)
  }

  @Test("reads inks that are written as brightness and colour")
  func inksAsBrightness() throws {
    var bytes = try PictureFixture.bytes("cmyk.jpg")
    let adobe = try #require(bytes.firstIndex(ofText: "Adobe"))
    bytes[adobe + 11] = 2
    let picture = try decoder.decode(bytes)
    #expect(picture.quarters.allSatisfy { $0[3] == 255 })
    #expect(picture.difference(of: PictureFixture.colours) > 30)
  }

  @Test("makes a large picture smaller, and leaves no colour of what is transparent in it")
  func reduction() throws {
    var limits = PictureLimits()
    limits.keptSideMax = 3
    let decoder = PictureDecoder(limits: limits)
    let picture = try decoder.decode(PictureFixture.bytes("rgba.png"))
    #expect(picture.width == 3 && picture.height == 2)
    // The middle column covers as much of the left as of the right.
    #expect(picture.pixel(0, 0) == [220, 40, 30, 255])
    #expect(picture.pixel(1, 0) == [125, 120, 45, 255])
    #expect(picture.pixel(1, 1) == [40, 60, 210, 64])
    #expect(picture.pixel(2, 1) == [0, 0, 0, 0])
  }

  @Test(
    "decodes a JPEG at a part of its sides where less is kept",
    arguments: [(8, 1), (5, 1), (16, 4), (31, 1)])
  func scaledJPEG(side: Int, tolerance: Int) throws {
    var limits = PictureLimits()
    limits.keptSideMax = side
    // Less than the whole picture has.
    limits.pixelsMax = PictureFixture.width * PictureFixture.height
    let picture = try PictureDecoder(limits: limits).decode(
      PictureFixture.bytes("baseline.jpg"))
    #expect(max(picture.width, picture.height) == side)
    #expect(picture.difference(of: PictureFixture.colours) <= 3 + tolerance)
  }
}
