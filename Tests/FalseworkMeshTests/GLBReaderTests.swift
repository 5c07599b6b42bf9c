// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("GLB reader") struct GLBReaderTests {
  static let file = GLBWriter.file(of: GLBWriterTests.tetrahedron())

  private func summary(of file: [UInt8]) throws -> GLBSummary {
    try GLBReader().summary(of: file)
  }

  /// Replaces text in the JSON by text of any length and mends all lengths of the container.
  static func replacing(_ old: String, _ new: String) -> [UInt8] {
    let jsonCount = Int(word(file, 12))
    let text = String(decoding: file[20..<20 + jsonCount], as: UTF8.self)
    let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    return container(
      json: Array(parts.joined(separator: new).utf8), rest: file[(20 + jsonCount)...])
  }

  static func container(json: [UInt8], rest: ArraySlice<UInt8>) -> [UInt8] {
    let json = json + [UInt8](repeating: 0x20, count: (4 - json.count % 4) % 4)
    return bytes(0x4654_6C67) + bytes(2) + bytes(UInt32(20 + json.count + rest.count))
      + bytes(UInt32(json.count)) + bytes(0x4E4F_534A) + json + rest
  }

  static func bytes(_ word: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) }
  }

  static func word(_ file: [UInt8], _ offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(file[offset + $1]) << UInt32(8 * $1) }
  }

  static func setting(_ word: UInt32, at offset: Int) -> [UInt8] {
    var changed = file
    changed.replaceSubrange(offset..<offset + 4, with: bytes(word))
    return changed
  }

  @Test("a file cut at any place is refused, whether or not its header knows")
  func truncated() {
    for count in 0..<Self.file.count {
      var cut = Array(Self.file[..<count])
      #expect(throws: GLBError.self) { try summary(of: cut) }
      guard count >= 12 else { continue }
      cut.replaceSubrange(8..<12, with: Self.bytes(UInt32(count)))
      #expect(throws: GLBError.self) { try summary(of: cut) }
    }
  }

  @Test("a file with any byte changed is read or refused, never a crash")
  func mutated() {
    var refused = 0
    for index in Self.file.indices {
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        var changed = Self.file
        changed[index] ^= change
        if (try? summary(of: changed)) == nil { refused += 1 }
      }
    }
    #expect(refused > 500)
  }

  @Test("the faults of the container are told apart")
  func container() {
    let count = Self.file.count
    let cases: [([UInt8], GLBError)] = [
      ([], .headerTruncated(byteCount: 0)),
      (Array("<!doctype html>".utf8), .magicMismatch(found: 0x6F64_213C, kind: .html)),
      (Self.setting(1, at: 4), .versionUnsupported(found: 1)),
      (
        Self.setting(UInt32(count + 16), at: 8),
        .lengthMismatch(declared: count + 16, found: count)
      ),
      (
        Self.setting(0xFFFF_FFFC, at: 12),
        .chunkTruncated(offset: 12, declared: 0xFFFF_FFFC, found: count - 20)
      ),
      (Self.setting(101, at: 12), .chunkUnaligned(offset: 12, byteCount: 101)),
      (Self.setting(0x004E_4942, at: 16), .jsonChunkMissing),
      (Self.bytes(0x4654_6C67) + Self.bytes(2) + Self.bytes(12), .jsonChunkMissing),
      (Self.container(json: Array("{}".utf8), rest: []), .binaryChunkMissing),
    ]
    for (file, expected) in cases {
      #expect(throws: expected) { try summary(of: file) }
    }
  }

  @Test("limits hold: file, JSON, depth, chunks")
  func limits() {
    let count = Self.file.count
    #expect(throws: GLBError.fileTooLong(byteCount: count, limit: count - 1)) {
      try GLBReader(limits: .init(fileBytesMax: count - 1)).summary(of: Self.file)
    }
    let jsonCount = Int(Self.word(Self.file, 12))
    #expect(throws: GLBError.jsonTooLong(byteCount: jsonCount, limit: jsonCount - 1)) {
      try GLBReader(limits: .init(jsonBytesMax: jsonCount - 1)).summary(of: Self.file)
    }
    #expect(throws: GLBError.chunksTooMany(limit: 1)) {
      try GLBReader(limits: .init(chunkCountMax: 1)).summary(of: Self.file)
    }
    let exact = GLBReader.Limits(
      fileBytesMax: count, jsonBytesMax: jsonCount, jsonDepthMax: 6, chunkCountMax: 2)
    #expect(throws: Never.self) { try GLBReader(limits: exact).summary(of: Self.file) }
    var shallow = exact
    shallow.jsonDepthMax = 5
    #expect(throws: GLBError.self) { try GLBReader(limits: shallow).summary(of: Self.file) }
    let deep = Self.container(
      json: [UInt8](repeating: UInt8(ascii: "["), count: 100_000), rest: Self.file.suffix(40))
    #expect(throws: GLBError.self) { try summary(of: deep) }
  }

  @Test(
    "unusable members are named by their place",
    arguments: [
      (#""POSITION":1"#, #""POSITION":"1""#, "/meshes/0/primitives/0/attributes/POSITION"),
      (#""POSITION":1"#, #""POSITION":9"#, "/accessors/9/count"),
      (#""POSITION":1"#, #""POSITION":-1"#, "/meshes/0/primitives/0/attributes/POSITION"),
      (#""POSITION":1"#, #""POSITION":0.5"#, "/meshes/0/primitives/0/attributes/POSITION"),
      (#""count":4"#, #""count":0"#, "/accessors/1/count"),
      (#""componentType":5125"#, #""componentType":5126"#, "/accessors/0/componentType"),
      (#""min":[0.0,-0.25"#, #""min":["a",-0.25"#, "/accessors/1/min"),
      (#""mimeType":"image/png""#, #""mimeType":7"#, "/images/0/mimeType"),
    ])
  func members(old: String, new: String, pointer: String) {
    #expect(throws: GLBError.memberUnusable(pointer: pointer)) {
      try summary(of: Self.replacing(old, new))
    }
  }

  @Test(
    "bytes beyond what is there are named by their place",
    arguments: [
      (#""count":4"#, #""count":5"#, "/accessors/1"),
      (#""count":12"#, #""count":13"#, "/accessors/0"),
      (#""count":12"#, #""count":4294967295"#, "/accessors/0"),
      (#""byteOffset":0,"byteLength":48"#, #""byteOffset":9999,"byteLength":48"#, "/bufferViews/0"),
      (#""byteOffset":48"#, #""byteOffset":4294967295"#, "/bufferViews/1"),
    ])
  func outOfBounds(old: String, new: String, pointer: String) {
    #expect(throws: GLBError.bytesOutOfBounds(pointer: pointer)) {
      try summary(of: Self.replacing(old, new))
    }
  }

  @Test("an image that is no PNG, one of another type, and none at all")
  func images() throws {
    let broken = GLBWriter.file(of: GLBWriterTests.tetrahedron(image: Array("not an image".utf8)))
    #expect(throws: GLBError.imageMalformed(pointer: "/images/0")) { try summary(of: broken) }
    let jpeg = try summary(of: Self.replacing("image/png", "image/jpeg"))
    #expect(jpeg.image?.mimeType == "image/jpeg")
    #expect(jpeg.image?.width == nil)
    let none = try summary(of: Self.replacing(#""images""#, #""pictures""#))
    #expect(none.image == nil)
  }

  @Test("a mesh without indices has a third as many faces as vertices")
  func unindexed() throws {
    let file = Self.replacing(#""indices":0,"#, "")
    #expect(try summary(of: file).faceCount == 1)
  }
}
