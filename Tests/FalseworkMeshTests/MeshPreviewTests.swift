// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Mesh preview") struct MeshPreviewTests {
  private let preview = MeshPreview(side: 48)

  /// Returns how many texels differ from those of another image by more than a little.
  private func difference(_ left: RGBImage, _ right: RGBImage) -> Int {
    zip(left.texels, right.texels).count { abs(Int($0) - Int($1)) > 12 }
  }

  private func spoilt(_ name: String) throws -> [UInt8] {
    try #require(BrokenMesh.named(name)).spoiling(GoodMesh.first)
  }

  @Test("a picture has the side that was asked for, and its file says so")
  func size() throws {
    let image = try preview.render(GoodMesh.first)
    #expect(image.width == 48)
    #expect(image.texels.count == 48 * 48 * 3)
    #expect(try PNGDecoder(image.png).texels == image.texels)
    #expect(MeshPreview(side: 0).side == 16)
    #expect(MeshPreview(side: 1 << 40).side == 2048)
  }

  @Test("the same file gives the same texels, on every machine, in debug and release")
  func pinned() throws {
    let image = try preview.render(GoodMesh.first)
    #expect(image == (try preview.render(GoodMesh.first)))
    #expect(IntegerHash.digest(image.texels) == 3_998_247_712_817_199_813)
  }

  @Test("the subject stands in the middle on a light ground, with a shadow beside it")
  func composition() throws {
    let image = try MeshPreview(side: 96).render(GoodMesh.first)
    func light(_ column: Int, _ row: Int) -> Int {
      let place = (row * 96 + column) * 3
      return image.texels[place..<place + 3].reduce(0) { $0 + Int($1) } / 3
    }
    func saturation(_ column: Int, _ row: Int) -> Int {
      let place = (row * 96 + column) * 3
      let texel = image.texels[place..<place + 3]
      return Int(texel.max() ?? 0) - Int(texel.min() ?? 0)
    }
    for (column, row) in [(2, 2), (93, 2), (2, 93), (93, 93), (48, 3)] {
      #expect(light(column, row) > 190)
      #expect(saturation(column, row) < 12)
    }
    #expect(saturation(48, 48) > 30)
    let bottom = (0..<96).map { light($0, 72) }
    #expect((bottom.max() ?? 0) - (bottom.min() ?? 0) > 40)
  }

  @Test("size and place of a mesh do not matter to its picture", arguments: ["hundredfold"])
  func fitted(name: String) throws {
    let (good, moved) = (
      try preview.render(GoodMesh.first), try preview.render(spoilt(name))
    )
    #expect(difference(good, moved) < 60)
  }

  @Test(
    "what viewers show otherwise is shown otherwise", arguments: ["inside-out", "image-corrupt"])
  func visibleFaults(name: String) throws {
    let (good, broken) = (
      try preview.render(GoodMesh.first), try preview.render(spoilt(name))
    )
    #expect(difference(good, broken) > 300)
  }

  @Test("every broken mesh is drawn or refused", arguments: BrokenMesh.all.map(\.name))
  func broken(name: String) throws {
    let file = try spoilt(name)
    do throws(MeshPreviewError) {
      #expect(try preview.render(file).width == 48)
    } catch {
      #expect(!error.description.isEmpty)
    }
  }

  @Test("what has no triangle is refused with the reason")
  func refusals() throws {
    #expect(throws: MeshPreviewError.nothingToShow) { try preview.render(spoilt("no-mesh")) }
    #expect(throws: MeshPreviewError.nothingToShow) { try preview.render(spoilt("no-triangles")) }
    #expect(throws: MeshPreviewError.unreadable(.headerTruncated(byteCount: 0))) {
      try preview.render([])
    }
    #expect(throws: MeshPreviewError.nothingToShow) { try preview.sheet([]) }
  }

  @Test("a good file with any byte changed is drawn or refused, never a crash")
  func flipped() {
    let small = MeshPreview(side: 16)
    for index in GLBReaderTests.file.indices {
      var file = GLBReaderTests.file
      file[index] ^= 0xFF
      _ = try? small.render(file)
    }
  }

  @Test("a sheet lays pictures in rows", arguments: [(1, 1, 1), (2, 2, 1), (5, 3, 2), (9, 3, 3)])
  func sheet(count: Int, columns: Int, rows: Int) throws {
    let small = MeshPreview(side: 16)
    let sheet = try small.sheet([[UInt8]](repeating: GoodMesh.first, count: count))
    #expect(sheet.width == columns * 16)
    #expect(sheet.height == rows * 16)
    let single = try small.render(GoodMesh.first)
    let last = count - 1
    for line in 0..<16 {
      let start = (((last / columns) * 16 + line) * sheet.width + (last % columns) * 16) * 3
      #expect(
        Array(sheet.texels[start..<start + 48]) == Array(single.texels[line * 48..<line * 48 + 48]))
    }
  }
}
