// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import Testing

@Suite("A list of keys") struct KeyRingTests {
  @Test("says how each of its keys stands, and knows no other")
  func standings() throws {
    let ring = try KeyRing(
      parsing: "# mine\n\na:1\r\n b:2   locked \nc:3\texhausted\nlocked:4 good\nd:5:6 forbidden")
    let expected: [(String, String, KeyStanding)] = [
      ("a", "1", .good), ("a", "2", .unknown), ("b", "2", .locked), ("c", "3", .exhausted),
      ("locked", "4", .good), ("d", "5:6", .forbidden), ("e", "1", .unknown), ("", "", .unknown),
    ]
    for (id, secret, standing) in expected {
      #expect(ring.standing(id: id, secret: secret) == standing, "\(id)")
    }
  }

  @Test(
    "that makes no sense is refused with its line",
    arguments: [
      ("", 1, "no key"), ("# only\n", 1, "no key"), ("a:1\nnocolon", 2, "id:secret"),
      ("a:1 odd", 1, "good, locked, exhausted, forbidden, unknown"), ("a:1 good good", 1, "one of"),
      ("a:1\n\na:2", 3, "there already"),
    ])
  func refused(text: String, line: Int, mention: String) {
    let problem = #expect(throws: KeyRing.Problem.self) { try KeyRing(parsing: text) }
    #expect(problem?.line == line)
    #expect(problem?.reason.contains(mention) == true)
  }

  @Test(
    "is not needed where a key's id names its standing",
    arguments: [
      ("locked", .locked), ("locked--job-7", .locked), ("exhausted--", .exhausted),
      ("unknown--x--y", .unknown), ("forbidden", .forbidden), ("lockedx", .good), ("a", .good),
      ("a--locked", .good), ("Locked", .good), ("", .good), ("--locked", .good),
    ] as [(String, KeyStanding)])
  func named(id: String, standing: KeyStanding) {
    #expect(KeyStanding(keyID: id) == standing)
  }
}
