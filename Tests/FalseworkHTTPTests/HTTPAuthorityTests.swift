// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import Testing

@Suite("HTTPAuthority")
struct HTTPAuthorityTests {
  @Test(
    "reads a host with an optional port and writes it back",
    arguments: [
      ("queue.fal.run", "queue.fal.run", nil, "queue.fal.run"),
      ("QUEUE.fal.RUN:443", "queue.fal.run", 443, "queue.fal.run:443"),
      ("127.0.0.1:0", "127.0.0.1", 0, "127.0.0.1:0"),
      ("[::1]", "::1", nil, "[::1]"),
      ("[2001:DB8::A]:65535", "2001:db8::a", 65535, "[2001:db8::a]:65535"),
      ("[::ffff:127.0.0.1]:1", "::ffff:127.0.0.1", 1, "[::ffff:127.0.0.1]:1"),
      ("a:", "a", nil, "a"),
      ("a:00080", "a", 80, "a:80"),
    ] as [(String, String, Int?, String)])
  func valid(_ text: String, _ host: String, _ port: Int?, _ written: String) {
    let authority = HTTPAuthority(parsing: text)
    #expect(authority?.host == host)
    #expect(authority?.port == port)
    #expect(authority?.description == written)
    #expect(authority.map { HTTPAuthority(parsing: $0.description) } == authority)
  }

  @Test(
    "reads nothing else",
    arguments: [
      "", ":", ":80", "a:b", "a:1:2", "a:65536", "a:000080", "a b", "a/", "a@b", "a,b", "::1",
      "[", "[]", "[::1", "[::1]x", "[::1]80", "[1]", "[:::::::::]", "[fe80::1%25eth0]", "a%2",
      "a%zz", "é", String(repeating: "a", count: 256),
    ])
  func invalid(_ text: String) {
    #expect(HTTPAuthority(parsing: text) == nil)
  }
}
