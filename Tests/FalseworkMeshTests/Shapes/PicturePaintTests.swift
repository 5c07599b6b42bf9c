// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("The paint of pictures") struct PicturePaintTests {
  @Test("no colour of what is transparent or behind the subject shows anywhere")
  func noGround() throws {
    // The grounds are magenta, the subjects green and blue: no mixture of these is as red as blue.
    let grounds = [SamplePicture.clear, SamplePicture.magenta]
    for (ground, side) in grounds.flatMap({ ground in [40, 96, 300].map { (ground, $0) } }) {
      let picture = try SamplePicture.disc(side, on: ground)
      let surface = try #require(
        MeshSource.picture(picture).rawSurface(.small("1"), faceCount: 3_000))
      for vertex in stride(from: 0, to: surface.colours.count, by: 3) {
        #expect(surface.colours[vertex] < 70)
      }
    }
  }

  @Test("the front is the picture, pixel by pixel")
  func front() throws {
    let picture = try SamplePicture.draw(64, 64) { x, y in
      SIMD4(UInt8(3 * x), UInt8(3 * y), 90, (4..<60).contains(x) && (4..<60).contains(y) ? 255 : 0)
    }
    let parameters = try MeshParameters(seed: MeshSeed(integer: "1"), textureSize: 128)
    let surface = try #require(
      MeshSource.picture(picture).rawSurface(parameters, faceCount: 3_000))
    var count = 0
    for vertex in 0..<surface.positions.count / 3 {
      let place = surface.positions[3 * vertex..<3 * vertex + 3].map { $0 }
      guard place[2] > 0, abs(place[0]) < 0.3, abs(place[1]) < 0.3 else { continue }
      let colour = surface.colours[3 * vertex..<3 * vertex + 3].map { Float($0) }
      // The subject is 56 pixels wide, which is a length of 1 but for the rim.
      #expect(abs(colour[0] - 3 * (31.5 + 57 * place[0])) < 6)
      #expect(abs(colour[1] - 3 * (31.5 - 57 * place[1])) < 6)
      count += 1
    }
    #expect(count > 200)
  }

  @Test("the back has the colours next to the outline and none of the face in the middle")
  func back() throws {
    let picture = try SamplePicture.draw(96, 96) { x, y in
      let distance = (x - 48) * (x - 48) + (y - 48) * (y - 48)
      return distance < 15 * 15
        ? SIMD4(250, 250, 20, 255) : (distance < 40 * 40 ? SamplePicture.blue : SamplePicture.clear)
    }
    let surface = try #require(
      MeshSource.picture(picture).rawSurface(.small("1"), faceCount: 3_000))
    let vertices = Array(0..<surface.positions.count / 3)
    let front = vertices.filter { surface.positions[3 * $0 + 2] > 0.05 }
    let back = vertices.filter { surface.positions[3 * $0 + 2] < -0.05 }
    #expect(front.contains { surface.colours[3 * $0] > 200 })
    #expect(back.allSatisfy { surface.colours[3 * $0] < 90 })
  }
}
