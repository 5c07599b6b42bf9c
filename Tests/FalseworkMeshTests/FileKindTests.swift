// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("What a file is that is no mesh") struct FileKindTests {
  private static let cut = Array(String(repeating: "x", count: 63).utf8) + Array("é!".utf8)

  private static let files: [(file: [UInt8], kind: FileKind?, mention: String)] = [
    ([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10], .png, "the bytes 89 50 4e 47 instead of"),
    ([0xFF, 0xD8, 0xFF, 0xE0, 0, 16], .jpeg, "the bytes ff d8 ff e0 instead of \"glTF\"; it is"),
    (Array("RIFF".utf8) + [1, 0, 0, 0] + Array("WEBPVP8 ".utf8), .webp, "\"RIFF\""),
    (Array("RIFF".utf8) + [1, 0, 0, 0] + Array("WAVEfmt ".utf8), nil, "\"RIFF\""),
    ([0x1F, 0x8B, 8, 0, 0], .gzip, "the bytes 1f 8b 08 00"),
    ([0x50, 0x4B, 3, 4, 20, 0], .zip, "the bytes 50 4b 03 04"),
    (Array("<!DOCTYPE html><html>".utf8), .html, "\"<!DO\" instead of \"glTF\"; it is"),
    (Array("\n  <html lang=\"en\">".utf8), .html, "the bytes 0a 20 20 3c"),
    (Array(#"{"asset":{"version":"2.0"}}"#.utf8), .json, #""{"as""#),
    ([0xEF, 0xBB, 0xBF] + Array("[1]".utf8), .json, "the bytes ef bb bf 5b"),
    (Array("<?xml version=\"1.0\"?>".utf8), .xml, "\"<?xm\""),
    (Array("# a cube\nv 0 0 0\n".utf8), .text, "\"# a \""),
    (cut, .text, "\"xxxx\""),
    (Array("ab\u{1B}[2J".utf8), nil, "the bytes 61 62 1b 5b"),
    ([0xC3, 0x28, 0x41, 0x41, 0x41], nil, "the bytes c3 28 41 41"),
    ([0, 0, 0, 0], nil, "the bytes 00 00 00 00"),
  ]

  @Test("is told by its first bytes, which are shown", arguments: files.indices)
  func kinds(row: Int) {
    let (file, kind, mention) = Self.files[row]
    #expect(FileKind(of: file) == kind)
    let issues = GLBInspector().inspect(file).issues
    #expect(issues.map(\.code) == [.glbInvalidMagic])
    let message = issues.first?.message ?? ""
    #expect(message.contains(mention), "\(message)")
    #expect(message.contains("probably") == (kind != nil))
    if let kind { #expect(message.hasSuffix("; it is probably \(kind)")) }
  }

  @Test("nothing at all is said to be empty")
  func empty() {
    #expect(FileKind(of: []) == nil)
    #expect(GLBInspector().inspect([]).issues.map(\.message) == ["the file is empty"])
  }
}
