// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import Testing

@Suite("A URL")
struct HTTPURLTests {
  @Test(
    "is taken apart, and written as it is sent",
    arguments: [
      ("http://a.example", "http://a.example/", 80),
      ("HTTPS://A.Example", "https://a.example/", 443),
      ("https://a.example:8443/b/c?d=e&f#g", "https://a.example:8443/b/c?d=e&f", 8443),
      ("http://[::1]:9/?", "http://[::1]:9/?", 9), ("http://a?b", "http://a/?b", 80),
      ("http://a/?b?c/d", "http://a/?b?c/d", 80), ("http://a:/", "http://a/", 80),
      ("http://127.0.0.1/%20", "http://127.0.0.1/%20", 80),
    ])
  func parts(text: String, written: String, port: Int) throws {
    let url = try HTTPURL(text)
    #expect(url.description == written)
    #expect(url.port == port)
  }

  @Test(
    "is refused with the reason",
    arguments: [
      ("", .notAbsolute), ("/hook", .notAbsolute), ("example.com", .notAbsolute),
      ("//example.com", .notAbsolute), ("ftp://a/", .notAbsolute), (" http://a/", .notAbsolute),
      ("http:/a", .notAbsolute), ("http://", .unusableHost), ("http:///a", .unusableHost),
      ("http://a:65536/", .unusableHost), ("http://a:b/", .unusableHost),
      ("http://a b/", .unusableHost), ("http://ä/", .unusableHost),
      ("http://u:p@a/", .userInformation), ("http://a/b c", .unusablePath),
      ("http://a/ä", .unusablePath), ("http://a/\r\nX: y", .unusablePath),
    ] as [(String, HTTPURL.Problem)])
  func refused(text: String, problem: HTTPURL.Problem) {
    #expect(throws: problem) { try HTTPURL(text) }
  }

  @Test("has a longest length", arguments: [-1, 0, 1])
  func length(excess: Int) {
    let start = "http://a/"
    let count = HTTPURL.bytesMax + excess - start.utf8.count
    let text = start + String(repeating: "b", count: count)
    #expect((try? HTTPURL(text)) == nil ? excess > 0 : excess <= 0)
  }
}
