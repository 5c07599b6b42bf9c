// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkMesh
import Testing

/// Changes of the JSON of a small good file, and what the inspector says of them.
enum SpoiltMember {
  static let table: [(old: String, new: String, code: MeshIssue.Code, pointer: String)] = [
    (#""asset":{"version":"2.0","#, #""asset":{"#, .undefinedProperty, "/asset"),
    (#""version":"2.0""#, #""version":"3.0""#, .unknownAssetMajorVersion, "/asset/version"),
    (#""version":"2.0""#, #""version":2"#, .typeMismatch, "/asset/version"),
    (#""asset""#, #""assets""#, .undefinedProperty, ""),
    (#""scene":0"#, #""scene":1"#, .unresolvedReference, "/scene"),
    (#""scenes":[{"nodes":[0]}]"#, #""scenes":[]"#, .emptyEntity, "/scenes"),
    (#""scenes":[{"nodes":[0]}]"#, #""scenes":7"#, .typeMismatch, "/scenes"),
    (#""nodes":[0]"#, #""nodes":[1]"#, .sceneNonRootNode, "/scenes/0/nodes/0"),
    (#""children":[1]"#, #""children":[5]"#, .unresolvedReference, "/nodes/0/children/0"),
    (#""children":[1]"#, #""children":[0]"#, .nodeLoop, "/nodes/0"),
    (#""mesh":0}"#, #""mesh":0},{"name":"x"}"#, .nodeEmpty, "/nodes/2"),
    (
      #""mesh":0}"#, #""mesh":0},{"children":[1]}"#, .nodeParentOverride,
      "/nodes/2/children/0"
    ),
    (
      #""mesh":0}"#,
      #""mesh":0,"scale":[1,1,1],"matrix":[1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1]}"#,
      .nodeMatrixTRS, "/nodes/1"
    ),
    (#""mesh":0}"#, #""mesh":0,"scale":[1,1]}"#, .arrayLengthNotInList, "/nodes/1/scale"),
    (#""mesh":0}"#, #""mesh":0,"scale":[1,1,""]}"#, .typeMismatch, "/nodes/1/scale"),
    (#""indices":0"#, #""indices":9"#, .unresolvedReference, "/meshes/0/primitives/0/indices"),
    (
      #""indices":0"#, #""indices":1"#, .primitiveIndicesInvalidFormat,
      "/meshes/0/primitives/0/indices"
    ),
    (#""mode":4"#, #""mode":9"#, .valueNotInRange, "/meshes/0/primitives/0/mode"),
    (
      #""TEXCOORD_0":2"#, #""TEXCOORD_0":1"#, .primitiveAttributesInvalidFormat,
      "/meshes/0/primitives/0/attributes/TEXCOORD_0"
    ),
    (
      #""TEXCOORD_0":2"#, #""TEXCOORD_0":2,"TEXCOORD_1":2"#, .primitiveUnusedTexcoord,
      "/meshes/0/primitives/0/attributes/TEXCOORD_1"
    ),
    (
      #""TEXCOORD_0":2"#, #""TEXCOORD_0":2,"COLOUR":2"#, .primitiveInvalidAttribute,
      "/meshes/0/primitives/0/attributes/COLOUR"
    ),
    (
      #""TEXCOORD_0":2"#, #""TEXCOORD_0":2,"NORMAL":1"#, .accessorVector3NonUnit,
      "/accessors/1"
    ),
    (
      #""POSITION":1,"#, "", .primitiveNoPosition, "/meshes/0/primitives/0"
    ),
    (#""material":0"#, #""material":-1"#, .valueNotInRange, "/meshes/0/primitives/0/material"),
    (#""source":0"#, #""source":3"#, .unresolvedReference, "/textures/0/source"),
    (#""mimeType":"image/png""#, #""name":"x""#, .unsatisfiedDependency, "/images/0"),
    (
      #""mimeType":"image/png""#, #""mimeType":"image/tiff""#, .imageNonEnabledMimeType,
      "/images/0/mimeType"
    ),
    (
      #""mimeType":"image/png""#, #""mimeType":"image/webp""#, .textureInvalidImageMimeType,
      "/textures/0/source"
    ),
    (#""images":[{"#, #""images":[{"uri":"a.png","#, .oneOfMismatch, "/images/0"),
    (#""count":12"#, #""count":13"#, .accessorTooLong, "/accessors/0"),
    (#""count":12"#, #""count":11"#, .primitiveIncompatibleMode, "/meshes/0/primitives/0"),
    (#""count":12"#, #""count":2147483648"#, .accessorTooLong, "/accessors/0"),
    (#""count":12"#, #""count":1.5"#, .typeMismatch, "/accessors/0/count"),
    (#""count":12"#, #""count":1e99"#, .valueNotInRange, "/accessors/0/count"),
    (#""max":[3],"min":[0]"#, #""max":[3],"min":[1]"#, .accessorMinMismatch, "/accessors/0/min/0"),
    (
      #""max":[3],"min":[0]"#, #""max":[2],"min":[0]"#, .accessorElementOutOfMaxBound,
      "/accessors/0/max/0"
    ),
    (
      #""componentType":5125"#, #""componentType":5124"#, .valueNotInList,
      "/accessors/0/componentType"
    ),
    (#""type":"VEC3""#, #""type":"VEC5""#, .valueNotInList, "/accessors/1/type"),
    (
      #""type":"VEC2""#, #""normalized":true,"type":"VEC2""#, .accessorNormalizedInvalid,
      "/accessors/2/normalized"
    ),
    (
      #""byteOffset":0,"bufferView":1"#, #""byteOffset":1,"bufferView":1"#,
      .accessorOffsetAlignment, "/accessors/1/byteOffset"
    ),
    (
      #""byteOffset":48,"byteLength":48"#, #""byteOffset":47,"byteLength":48"#,
      .accessorTotalOffsetAlignment, "/accessors/1"
    ),
    (
      #""byteOffset":48,"byteLength":48"#, #""byteOffset":48,"byteLength":48,"byteStride":8"#,
      .accessorSmallByteStride, "/accessors/1"
    ),
    (
      #""byteOffset":0,"byteLength":48"#, #""byteOffset":0,"byteLength":48,"byteStride":4"#,
      .primitiveIndicesWithByteStride, "/meshes/0/primitives/0/indices"
    ),
    (
      #""byteOffset":0,"byteLength":48"#, #""byteOffset":9999,"byteLength":48"#,
      .bufferViewTooLong, "/bufferViews/0"
    ),
    (
      #""byteOffset":0,"byteLength":48"#, #""byteOffset":0,"byteLength":48,"target":1"#,
      .valueNotInList, "/bufferViews/0/target"
    ),
    (#""buffers":[{"#, #""buffers":[{"byteLength":9},{"#, .unusedObject, "/buffers/1"),
    (
      #""source":0}]"#, #""source":0}],"extensionsRequired":["EXT_x"]"#, .undeclaredExtension,
      "/extensionsRequired/0"
    ),
  ]
}

@Suite("GLB inspector") struct GLBInspectorTests {
  private func report(_ file: [UInt8]) -> MeshReport { GLBInspector().inspect(file) }

  private func has(_ report: MeshReport, _ code: MeshIssue.Code, _ pointer: String) -> Bool {
    report.issues.contains { $0.code == code && $0.place == .pointer(pointer) }
  }

  @Test("a spoilt member is named by code and place", arguments: SpoiltMember.table.indices)
  func members(row: Int) {
    let (old, new, code, pointer) = SpoiltMember.table[row]
    let file = GLBReaderTests.replacing(old, new)
    #expect(file != GLBReaderTests.file)
    let found = report(file)
    #expect(has(found, code, pointer), "\(old) → \(new): \(found.issues)")
    #expect(!has(report(GLBReaderTests.file), code, pointer))
  }

  @Test("the summary says what the file holds")
  func summary() throws {
    let parameters = try MeshParameters.small("1")
    let mesh = StarMesh.generate(parameters)
    let summary = report(mesh.glb).summary
    #expect(summary.byteCount == mesh.glb.count)
    #expect(summary.chunks.map(\.name) == ["JSON", "BIN"])
    #expect(summary.generator == "https://github.com/mikedh/trimesh")
    #expect(summary.vertexCount == mesh.vertexCount)
    #expect(summary.faceCount == mesh.faceCount)
    #expect(summary.attributes == ["POSITION", "TEXCOORD_0"])
    #expect(summary.images.map(\.mimeType) == ["image/png"])
    #expect(summary.images.map(\.width) == [64])
    let shape = try #require(summary.shape)
    #expect(shape.weldedVertexCount == mesh.weldedVertexCount)
    #expect(shape.componentCount == 1)
    #expect(shape.isClosed)
    #expect(shape.volume > 0.05)
    #expect(abs((shape.extent.max() ?? 0) - 1) < 1e-6)
    #expect((shape.textureShare ?? 0) > 0.9)
    #expect((shape.textureOverlap ?? 1) < 0.001)
  }

  @Test("the numbers of a tetrahedron are those of geometry")
  func tetrahedron() throws {
    let shape = try #require(report(GLBReaderTests.file).summary.shape)
    #expect(abs(shape.volume.magnitude - 0.1 * 0.25 * 0.5 / 6) < 1e-9)
    #expect(shape.lower == [0, -0.25, 0])
    #expect(shape.upper == [Double(Float(0.1)), 0, 0.5])
    #expect(shape.weldedVertexCount == 4)
    #expect(shape.openEdgeCount == 0)
  }

  @Test("a node's transform moves the box")
  func transform() throws {
    let file = GLBReaderTests.replacing(
      #""mesh":0}"#,
      #""mesh":0,"translation":[1,2,3],"rotation":[0,0,0.7071067811865476,0.7071067811865476],"#
        + #""scale":[2,2,2]}"#)
    let shape = try #require(report(file).summary.shape)
    // Turned a quarter around z: x becomes y, and y becomes −x.
    let expected: [(Double, Double)] = [(1, 1.5), (2, 2.2), (3, 4)]
    for (axis, bounds) in expected.enumerated() {
      #expect(abs(shape.lower[axis] - bounds.0) < 1e-5)
      #expect(abs(shape.upper[axis] - bounds.1) < 1e-5)
    }
  }

  @Test("issues come worst first, and one error makes a file unsound")
  func order() {
    let found = report(GLBReaderTests.replacing(#""max":[3]"#, #""max":[2]"#))
    let severities = found.issues.map(\.severity)
    #expect(severities == severities.sorted())
    #expect(!found.isSound)
    #expect(
      found.issues(.error).map(\.code) == [
        .accessorMaxMismatch, .accessorElementOutOfMaxBound, .windingInverted,
      ])
  }

  @Test("chunks behind the second are judged by their types")
  func chunks() {
    func file(_ types: [UInt32]) -> [UInt8] {
      let extra = types.flatMap { GLBReaderTests.bytes(0) + GLBReaderTests.bytes($0) }
      let file = GLBReaderTests.file + extra
      return file[..<8] + GLBReaderTests.bytes(UInt32(file.count)) + file[12...]
    }
    #expect(report(file([0x5858_5858])).codes.contains(.glbUnknownChunkType))
    #expect(report(file([0x5858_5858])).codes.contains(.glbEmptyChunk))
    #expect(report(file([0x004E_4942])).codes.contains(.glbDuplicateChunk))
    #expect(report(file([0x4E4F_534A])).codes.contains(.glbDuplicateChunk))
    let swapped = GLBReaderTests.setting(0x004E_4942, at: 16)
    #expect(report(swapped).codes.contains(.glbUnexpectedFirstChunk))
    #expect(report(GLBReaderTests.setting(101, at: 12)).codes.contains(.glbChunkLengthUnaligned))
    #expect(report(GLBReaderTests.setting(8, at: 8)).codes.contains(.glbLengthTooSmall))
  }

  @Test(
    "bytes behind the declared end are one warning, whatever they are",
    arguments: [
      [10], [0, 0, 0, 0], [UInt8](repeating: 0, count: 16), Array("<!-- served -->".utf8),
    ])
  func extraData(tail: [UInt8]) throws {
    let sound = report(GLBReaderTests.file)
    let found = report(GLBReaderTests.file + tail)
    let extra = try #require(found.issues.first { $0.code == .glbExtraData })
    #expect(extra.severity == .warning)
    #expect(extra.place == .byte(GLBReaderTests.file.count))
    #expect(found.issues.filter { $0.code != .glbExtraData } == sound.issues)
    #expect(found.summary.shape == sound.summary.shape)
  }

  @Test("a file's own words stay on their line and steer no terminal")
  func legible() throws {
    let escape = #"\u001b[2J\nerror: none\u202e"#
    let long = String(repeating: "x", count: 5000)
    let files = [
      GLBReaderTests.replacing("https://github.com/mikedh/trimesh", escape + long),
      GLBReaderTests.replacing("image/png", escape + long),
      GLBReaderTests.replacing("TEXCOORD_0", escape + long),
      GLBReaderTests.replacing(
        #""source":0}]"#, #""source":0}],"extensionsRequired":["\#(escape + long)"]"#),
    ]
    for file in files {
      let found = report(file)
      let lines = found.facts.map(\.value) + found.issues.map(\.description)
      #expect(lines.contains { $0.contains("[2J") })
      for line in lines {
        #expect(line.count < 500)
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
      }
    }
    // Machines get the words as they are; JSON escapes them.
    let generator = report(files[0]).json["summary"]?["generator"]?.stringValue
    #expect(generator?.hasPrefix("\u{1B}[2J\n") == true)
    #expect(generator?.hasSuffix(long) == true)
  }

  @Test("JSON and lines give every issue and every number")
  func output() throws {
    let found = report(GLBReaderTests.replacing(#""max":[3]"#, #""max":[2]"#))
    let json = found.json
    #expect(json["isSound"]?.boolValue == false)
    #expect(json["counts"]?["error"]?.numberValue?.intValue == 3)
    #expect(json["issues"]?[0]?["code"]?.stringValue == "ACCESSOR_MAX_MISMATCH")
    #expect(json["issues"]?[0]?["pointer"]?.stringValue == "/accessors/0/max/0")
    #expect(json["summary"]?["triangles"]?.numberValue?.intValue == 4)
    #expect(found.facts.map(\.name).contains("box"))
    let nothing = report([])
    #expect(nothing.json["summary"]?["shape"] == .null)
    #expect(nothing.json["issues"]?[0]?["byte"]?.numberValue?.intValue == 0)
  }

  @Test("codes have one name each, and ours are told from the official ones")
  func codeNames() {
    #expect(MeshIssue.Code.allCases.count(where: \.isOurOwn) == 12)
    #expect(MeshIssue.Code.accessorIndexOutOfBounds.severity == .error)
    #expect(MeshIssue.Code.edgeOpen.severity == .warning)
    #expect(MeshIssue.Code.unusedObject.severity == .information)
    #expect(MeshIssue.Code.bufferViewTargetMissing.severity == .hint)
  }
}
