// Falsework
// SPDX-License-Identifier: MIT

import FalseworkImage
import FalseworkMesh
import Testing

/// Of most use under `bash Tests/sanitize.sh address --filter FalseworkImageTests`.
@Suite("Damaged pictures") struct PictureFuzzTests {
  private static let roundCount = 400

  @Test("are refused or read within the limits, and nothing worse", arguments: PictureFixture.rows)
  func mutations(name: String, quarters: [[UInt8]], tolerance: Int) throws {
    var limits = PictureLimits()
    (limits.sideMax, limits.pixelsMax, limits.keptSideMax) = (2048, 1 << 20, 64)
    let decoder = PictureDecoder(limits: limits)
    let original = try PictureFixture.bytes(name)
    for round in 0..<Self.roundCount {
      var damage = Damage(seed: UInt64(round))
      let bytes =
        name.hasSuffix(".png") && !round.isMultiple(of: 4)
        ? Self.damagedInside(original, &damage) : damage.damaged(original)
      guard let picture = try? decoder.decode(bytes) else { continue }
      #expect(max(picture.width, picture.height) <= limits.keptSideMax, "\(name), seed \(round)")
      #expect(picture.pixels.count == 4 * picture.width * picture.height)
    }
  }

  /// Damages the data of a chunk and puts sound checksums around, which libpng looks at first.
  private static func damagedInside(_ bytes: [UInt8], _ damage: inout Damage) -> [UInt8] {
    var file = PNGFile(bytes)
    let index = damage.draw(below: file.chunks.count)
    file.chunks[index].data = damage.damaged(file.chunks[index].data)
    if damage.draw(below: 4) == 0 {
      file.chunks.swapAt(index, damage.draw(below: file.chunks.count))
    }
    return file.bytes
  }
}
