// Falsework
// SPDX-License-Identifier: MIT

import FalseworkImage
import FalseworkMesh
import Testing

@Suite("The picture decoder refuses") struct PictureRefusalTests {
  private let decoder = PictureDecoder()

  @Test("other formats by their names", arguments: ForeignFormats.rows)
  func foreign(name: String, file: String?, beginning: [UInt8]) throws {
    let bytes = try file.map { try PictureFixture.bytes($0) } ?? beginning
    #expect(throws: PictureError.unsupported(format: name)) { try decoder.decode(bytes) }
  }

  @Test(
    "what is no picture",
    arguments: ["", "x", "RIFF", "RIFF1234WAVE", "<html></html>", "\u{89}PNG", "fox"])
  func noPicture(text: String) {
    #expect(throws: PictureError.unrecognised) { try decoder.decode(Array(text.utf8)) }
  }

  @Test("sides from a header before anything is allocated for them")
  func bombs() throws {
    for (name, bytes) in try Bombs.all() {
      var found: PictureError?
      do throws(PictureError) { _ = try decoder.decode(bytes) } catch { found = error }
      guard case .tooLarge? = found else {
        Issue.record("\(name): \(found.map { "\($0)" } ?? "it was read")")
        continue
      }
    }
  }

  @Test("sides and pixels beyond the limits, and takes them up to there")
  func limits() throws {
    for (name, _, _) in PictureFixture.rows {
      let bytes = try PictureFixture.bytes(name)
      let (width, height) = (PictureFixture.width, PictureFixture.height)
      for (side, pixels, isRead) in [
        (width, width * height, true), (width - 1, width * height, false),
        (width, width * height - 1, false),
      ] {
        var limits = PictureLimits()
        (limits.sideMax, limits.pixelsMax) = (side, pixels)
        let picture = try? PictureDecoder(limits: limits).decode(bytes)
        #expect((picture != nil) == isRead, "\(name) \(side) \(pixels)")
      }
    }
  }

  @Test("what is too large by naming the limit and the size")
  func limitsNamed() throws {
    let png = try PictureFixture.bytes("rgb.png")
    let (width, height) = (PictureFixture.width, PictureFixture.height)
    for (side, pixels, limit) in [(1, 1, "1 a side"), (8192, 2, "2 in all")] {
      var limits = PictureLimits()
      (limits.sideMax, limits.pixelsMax) = (side, pixels)
      let error = #expect(throws: PictureError.self) {
        try PictureDecoder(limits: limits).decode(png)
      }
      #expect(
        error?.description
          == "a picture of \(width)×\(height) pixels is larger than is read, at most \(limit)")
    }
  }

  @Test("a JPEG with more passes than anybody needs, and files of countless parts")
  func countless() throws {
    let progressive = try PictureFixture.bytes("progressive.jpg")
    let start = try #require(
      progressive.indices.last { progressive[$0...].starts(with: [0xff, 0xda]) })
    let scan = Array(progressive[start..<progressive.count - 2])
    let many =
      Array(progressive.dropLast(2)) + Array(repeating: scan, count: 70).joined() + [0xff, 0xd9]
    let error = #expect(throws: PictureError.self) { try decoder.decode(many) }
    #expect(error?.description == "the JPEG is damaged: it has more than 64 scans")

    var limits = PictureLimits()
    limits.partCountMax = 50
    let few = PictureDecoder(limits: limits)
    var png = PNGFile(try PictureFixture.bytes("rgb.png"))
    for _ in 0..<50 { png.chunks.insert(("tEXt", []), at: 1) }
    #expect(throws: PictureError.self) { try few.decode(png.bytes) }
    #expect(throws: Never.self) { try decoder.decode(png.bytes) }
    let marked = try PictureFixture.bytes("baseline.jpg").inserting(
      Array(repeatElement([0xff, 0xfe, 0, 2], count: 50).joined()), at: 2)
    #expect(throws: PictureError.self) { try few.decode(marked) }
    #expect(throws: Never.self) { try decoder.decode(marked) }
  }

  @Test("no chunk of a PNG that could swell, as it never gets to the library")
  func swellingText() throws {
    var png = PNGFile(try PictureFixture.bytes("rgb.png"))
    // A compressed text and a profile whose streams are broken off.
    let stream: [UInt8] = [0x78, 0xda, 0xec, 0xc1]
    png.chunks.insert(("zTXt", Array("Comment\0\0".utf8) + stream), at: 1)
    png.chunks.insert(("iCCP", Array("profile\0\0".utf8) + stream), at: 1)
    let picture = try decoder.decode(png.bytes)
    #expect(picture.difference(of: PictureFixture.colours) == 0)
  }

  @Test("a picture that ends too early, wherever that is", arguments: PictureFixture.rows)
  func truncation(name: String, quarters: [[UInt8]], tolerance: Int) throws {
    let bytes = try PictureFixture.bytes(name)
    let ending = Self.dispensableEnd(of: name)
    for count in 0..<bytes.count - ending {
      let cut = Array(bytes[..<count])
      if let picture = try? decoder.decode(cut) {
        Issue.record("\(name) was read from \(count) of \(bytes.count) bytes: \(picture.quarters)")
        return
      }
    }
  }

  /// How many bytes at the end say nothing of the first frame's pixels.
  private static func dispensableEnd(of name: String) -> Int {
    switch name {
    // The chunk that ends a file need not be there, and neither the frames that follow.
    case "animated.png": return 12 + 12 + 26 + 12 + 53
    case _ where name.hasSuffix(".png"): return 12
    default: return 0
    }
  }
}
