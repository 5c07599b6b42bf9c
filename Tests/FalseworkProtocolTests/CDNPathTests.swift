// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import Testing

@Suite("The path of an output file")
struct CDNPathTests {
  /// Computed with Python from the description of the form.
  @Test(
    "is made of two draws and a name",
    arguments: [
      (0, 0, "/files/b/fa150000/000000000000000000000_model.glb"),
      (.max, .max, "/files/b/fa15ffff/---------------------_model.glb"),
      (
        0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210,
        "/files/b/fa15cdef/ksxf9UMHZ4G83LrXejSw3_model.glb"
      ),
      (1, 1 << 63, "/files/b/fa150001/100000000000000000002_model.glb"),
    ] as [(UInt64, UInt64, String)])
  func known(first: UInt64, second: UInt64, expected: String) {
    #expect(CDNPath(bits: (first, second), fileName: "model.glb").description == expected)
  }

  @Test("has eight hexadecimal digits, then 21 characters of the nano-id alphabet")
  func form() throws {
    var bits: UInt64 = 1
    var seen: Set<String> = []
    for _ in 0..<500 {
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let path = CDNPath(bits: (bits, ~bits), fileName: "model.glb").description
      let form = try Regex("^/files/b/[0-9a-f]{8}/[0-9A-Za-z_-]{21}_model\\.glb$")
      #expect(path.wholeMatch(of: form) != nil)
      #expect(seen.insert(path).inserted)
    }
  }
}

@Suite("A file object")
struct FileObjectTests {
  @Test("has its members in the order of the wire")
  func order() {
    let file = FileObject(
      url: "https://v3b.fal.media/files/b/0/x_model.glb", contentType: "application/octet-stream",
      fileName: "model.glb", fileSize: 4_404_019)
    #expect(
      file.json.text(.compact)
        == #"{"url":"https://v3b.fal.media/files/b/0/x_model.glb","#
        + #""content_type":"application/octet-stream","file_name":"model.glb","#
        + #""file_size":4404019}"#)
  }
}
