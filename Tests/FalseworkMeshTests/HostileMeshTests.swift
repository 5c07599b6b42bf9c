// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Hostile meshes") struct HostileMeshTests {
  private func inspect(_ json: String, binary: [UInt8] = [0, 0, 0, 0]) -> MeshReport {
    let rest = GLBReaderTests.bytes(UInt32(binary.count)) + GLBReaderTests.bytes(0x004E_4942)
    let file = GLBReaderTests.container(json: Array(json.utf8), rest: (rest + binary)[...])
    return GLBInspector().inspect(file)
  }

  @Test("a good file cut at any place has an error")
  func truncated() {
    let file = GLBReaderTests.file
    for count in 0..<file.count {
      #expect(!GLBInspector().inspect(Array(file[..<count])).isSound)
    }
  }

  @Test("any byte changed to several values is inspected to the end")
  func flipped() {
    for index in GLBReaderTests.file.indices {
      for change: UInt8 in [0x01, 0x10, 0x80, 0xFF] {
        var file = GLBReaderTests.file
        file[index] ^= change
        let report = GLBInspector().inspect(file)
        #expect(report.summary.byteCount == file.count)
      }
    }
  }

  @Test("two thousand seeded splices of JSON are inspected to the end")
  func spliced() {
    let text = String(decoding: GLBReaderTests.file[20...].prefix { $0 < 0x7F }, as: UTF8.self)
    let pieces = text.split(separator: ",").map(String.init)
    var generator = SeededGenerator(seed: 71)
    for _ in 0..<2000 {
      var spoilt = pieces
      for _ in 0..<(1 + generator.nextIndex(below: 3)) {
        let place = generator.nextIndex(below: spoilt.count)
        let values = ["-1", "2147483648", "4294967296", "1e300", "null", "{}", "[]", #""x""#]
        let name = spoilt[place].split(separator: ":").first.map(String.init) ?? ""
        spoilt[place] = name + ":" + values[generator.nextIndex(below: values.count)]
      }
      let report = inspect(
        spoilt.joined(separator: ","), binary: Array(GLBReaderTests.file.suffix(200)))
      #expect(!report.issues.isEmpty)
    }
  }

  @Test("counts of 2^31 and more over small views are issues")
  func hugeCounts() {
    for count in ["2147483647", "2147483648", "4294967295"] {
      let report = inspect(
        #"{"asset":{"version":"2.0"},"buffers":[{"byteLength":4}],"#
          + #""bufferViews":[{"buffer":0,"byteLength":4,"byteStride":252}],"accessors":["#
          + #"{"bufferView":0,"componentType":5126,"type":"MAT4","count":\#(count)},"#
          + #"{"componentType":5126,"type":"VEC3","count":\#(count)}],"#
          + #""meshes":[{"primitives":[{"attributes":{"POSITION":1}},"#
          + #"{"attributes":{"POSITION":0}}]}]}"#)
      #expect(report.codes.contains(.accessorTooLong))
      #expect(report.summary.faceCount == 2 * ((Int(count) ?? 0) / 3))
    }
  }

  @Test("many accessors of one view stop at the budget")
  func overlappingViews() {
    let accessor = #"{"bufferView":0,"componentType":5126,"type":"SCALAR","count":1000}"#
    let accessors = [String](repeating: accessor, count: 2000).joined(separator: ",")
    let json =
      #"{"asset":{"version":"2.0"},"buffers":[{"byteLength":4000}],"#
      + #""bufferViews":[{"buffer":0,"byteLength":4000}],"accessors":["# + accessors + "]}"
    let rest = GLBReaderTests.bytes(4000) + GLBReaderTests.bytes(0x004E_4942)
    let file = GLBReaderTests.container(
      json: Array(json.utf8), rest: (rest + [UInt8](repeating: 0, count: 4000))[...])
    let inspector = GLBInspector(limits: .init(numbersMax: 100_000))
    let report = inspector.inspect(file)
    #expect(report.codes.contains(.limitExceeded))
    #expect(report.issues.count <= 40)
    #expect(report.leftOutCount > 0)
  }

  @Test("deep JSON, long JSON and long files are refused by their limits")
  func limits() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(inspect(deep).codes.contains(.limitExceeded))
    let limits = GLBInspector.Limits(container: .init(jsonBytesMax: 100))
    #expect(
      GLBInspector(limits: limits).inspect(GLBReaderTests.file).codes.contains(.limitExceeded))
    let short = GLBInspector.Limits(container: .init(fileBytesMax: 100))
    #expect(GLBInspector(limits: short).inspect(GLBReaderTests.file).codes == [.limitExceeded])
  }

  @Test("an image of more pixels than the limit is not decoded")
  func largeImage() {
    let limits = GLBInspector.Limits(pixelsMax: 3)
    let report = GLBInspector(limits: limits).inspect(GLBReaderTests.file)
    #expect(report.codes.contains(.limitExceeded))
    #expect(report.summary.images.first?.width == 2)
  }

  @Test("more triangles than the limit are counted but not looked at")
  func manyFaces() {
    let report = GLBInspector(limits: .init(facesMax: 3)).inspect(GLBReaderTests.file)
    #expect(report.codes.contains(.limitExceeded))
    #expect(report.summary.faceCount == 4)
    #expect(report.summary.shape == nil)
  }

  @Test("nodes in a ring and a mesh at very many nodes end")
  func scenes() {
    let nodes = (0..<20_000).map { _ in #"{"mesh":0}"# }.joined(separator: ",")
    let roots = (0..<20_000).map(String.init).joined(separator: ",")
    let many = inspect(
      #"{"asset":{"version":"2.0"},"scenes":[{"nodes":[\#(roots)]}],"nodes":[\#(nodes)],"#
        + #""meshes":[{"primitives":[{"attributes":{}}]}]}"#)
    #expect(many.codes.contains(.limitExceeded))
    let ring = inspect(
      #"{"asset":{"version":"2.0"},"scenes":[{"nodes":[0]}],"nodes":["#
        + #"{"children":[1]},{"children":[2]},{"children":[0]}]}"#)
    #expect(ring.codes.contains(.nodeLoop))
  }
}
