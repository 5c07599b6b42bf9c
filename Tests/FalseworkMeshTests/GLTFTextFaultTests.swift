// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("JSON of a GLB") struct GLTFTextFaultTests {
  @Test(
    "malformed JSON is refused at its place",
    arguments: [
      ("", 0), ("{", 4), ("[1,]", 3), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{a:1}", 1), ("[01]", 2),
      ("[+1]", 1), ("[.5]", 1), ("[1.]", 2), ("[1e]", 2), ("[-]", 1), ("tru", 0),
      ("[\"\\x\"]", 2), ("[\"\\u12\"]", 3), ("{} {}", 3), ("[\"", 1), ("nul", 0),
    ])
  func malformed(text: String, offset: Int) {
    let file = GLBReaderTests.container(
      json: Array(text.utf8),
      rest: (GLBReaderTests.bytes(0) + GLBReaderTests.bytes(0x004E_4942))[...])
    #expect(throws: GLBError.jsonMalformed(offset: offset)) {
      try GLBReader().summary(of: file)
    }
  }

  @Test("escapes, blanks and every kind of value are read")
  func accepted() throws {
    let words = #" "x" : [ true , false , null , -1.5e+2 , { } , [ ] , "#
    let escapes = #""\u00e9\n\\\"\/\ud83d\ude00" ],"#
    let file = GLBReaderTests.replacing(#""scene":0"#, "\n\t\r" + words + escapes + #""scene":0"#)
    #expect(throws: Never.self) { try GLBReader().summary(of: file) }
    let renamed = GLBReaderTests.replacing("https://github.com/mikedh/trimesh", #"caf\u00e9"#)
    #expect(try GLBReader().summary(of: renamed).generator == "café")
  }
}
