// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import Testing

@Suite("A host of fal's")
struct FalHostTests {
  static let named: [(name: String, role: FalHost.Role)] = [
    ("fal.run", .run),
    ("queue.fal.run", .queue),
    ("rest.fal.ai", .rest),
    ("rest.alpha.fal.ai", .rest),
    ("fal.ai", .site),
    ("api.fal.ai", .platform),
    ("fal.media", .cdn),
    ("falrun.com", .run),
    ("queue.falrun.com", .queue),
  ]

  @Test("is known by name, in any case", arguments: named)
  func known(name: String, role: FalHost.Role) throws {
    for spelling in [name, name.uppercased(), "\(name.prefix(1).uppercased())\(name.dropFirst())"] {
      let host = try #require(FalHost(spelling))
      #expect(host.name == name)
      #expect(host.role == role)
    }
  }

  @Test("is listed exactly once among the named ones")
  func list() {
    #expect(Set(FalHost.named.map(\.name)) == Set(Self.named.map(\.name)))
    #expect(FalHost.named.count == Self.named.count)
    #expect(Set(FalHost.named.map(\.role)) == Set(FalHost.Role.allCases))
  }

  @Test("is a shard of the CDN with any one label", arguments: ["v3", "v3b", "V3B", "x-1", "0"])
  func shards(label: String) throws {
    let host = try #require(FalHost("\(label).fal.media"))
    #expect(host.role == .cdn)
    #expect(host.name == "\(label.lowercased()).fal.media")
  }

  @Test("has a shard of at most 63 bytes (RFC 1035 §2.3.4)", arguments: [62, 63, 64])
  func longShard(count: Int) {
    let host = FalHost(String(repeating: "a", count: count) + ".fal.media")
    #expect((host != nil) == (count <= 63))
  }

  @Test("is found again by the name of each constant")
  func constants() {
    for host in [FalHost.run, .queue, .rest, .cdn, .site] {
      #expect(FalHost(host.name) == host)
    }
    #expect(FalHost.cdn.name == "v3b.fal.media")
  }

  @Test("can be read from a part of a text")
  func substring() {
    #expect(FalHost("queue.fal.run/fal-ai".prefix(13)) == .queue)
  }

  @Test(
    "is not a stranger",
    arguments: [
      "", ".", "localhost", "127.0.0.1", "[::1]", "example.com", "run", "fal", "fal.run.",
      ".fal.run", "www.fal.run", "queue.fal.ai", "ws.fal.run", "fal.run:443", "fal.run ",
      " fal.run", "fal.run.example.com", "evilfal.run", "evilfal.media", ".fal.media",
      "a.b.fal.media", "a_b.fal.media", "ü.fal.media", "v3.fal.media.", "v3 .fal.media",
      "fal.run\u{0}", "fal.run\r\n", "v3/.fal.media", "gateway.fal.ai",
    ])
  func strangers(name: String) {
    #expect(FalHost(name) == nil)
  }
}
