// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import Testing

@Suite("A credential")
struct CredentialTests {
  @Test(
    "is read from an Authorization value",
    arguments: [
      ("Key id:secret", Credential.key(id: "id", secret: "secret")),
      ("key id:secret", .key(id: "id", secret: "secret")),
      ("KEY   id:secret", .key(id: "id", secret: "secret")),
      ("Key a:b:c", .key(id: "a", secret: "b:c")),
      ("Key ü:🔑", .key(id: "ü", secret: "🔑")),
      ("Bearer a.b.c", .bearer(token: "a.b.c")),
      ("bearer a.b.c", .bearer(token: "a.b.c")),
      ("BEARER  eyJh.eyJz.c2ln", .bearer(token: "eyJh.eyJz.c2ln")),
    ])
  func good(authorization: String, credential: Credential) throws {
    #expect(try Credential(authorization: authorization) == credential)
  }

  @Test(
    "is missing without a scheme of fal's",
    arguments: [
      nil, "", " ", "id:secret", "Basic aWQ6c2VjcmV0", "Keyid:secret", "Key:id:secret",
      "Token id:secret", "undefined", "Key\tid:secret", "\u{0}", "\"Key\" id:secret", "Bearer\u{0}",
    ] as [String?])
  func missing(authorization: String?) {
    #expect(throws: Credential.Problem.missing) { try Credential(authorization: authorization) }
  }

  @Test(
    "is a malformed key without id and secret",
    arguments: [
      "Key", "Key ", "key undefined", "Key null", "Key id", "Key id:", "Key :secret", "Key :",
      "Key id:sec ret", "Key i d:secret", "Key a.b.c",
    ])
  func malformedKey(authorization: String) {
    #expect(throws: Credential.Problem.malformedKey) {
      try Credential(authorization: authorization)
    }
  }

  @Test(
    "is a malformed token without three parts",
    arguments: [
      "Bearer", "Bearer ", "Bearer id:secret", "Bearer a", "Bearer a.b", "Bearer a.b.c.d",
      "Bearer ..", "Bearer a..c", "Bearer a.b.", "Bearer .b.c",
    ])
  func malformedToken(authorization: String) {
    #expect(throws: Credential.Problem.malformedToken) {
      try Credential(authorization: authorization)
    }
  }

  @Test("is looked for in so many bytes and no more", arguments: [-1, 0, 1])
  func limit(excess: Int) {
    let fill = Credential.bytesMax - "Key id:".utf8.count + excess
    let credential = try? Credential(authorization: "Key id:" + String(repeating: "s", count: fill))
    #expect((credential != nil) == (excess <= 0))
  }

  @Test("is missing from a hostile length of separators")
  func hostile() {
    for unit in [" ", ":", ".", "Key ", "Bearer ."] {
      let authorization = String(repeating: unit, count: 1 << 20)
      #expect(throws: Credential.Problem.missing) { try Credential(authorization: authorization) }
    }
  }

  @Test("stands for one universe: the key id whatever the secret, or the whole token")
  func identity() throws {
    let one = try Credential(authorization: "Key id:one").identity
    let two = try Credential(authorization: "key id:two").identity
    let other = try Credential(authorization: "Key other:one").identity
    let token = try Credential(authorization: "Bearer a.b.c").identity
    let otherToken = try Credential(authorization: "Bearer a.b.d").identity
    #expect(one == two)
    #expect(Set([one, other, token, otherToken]).count == 4)
    #expect(Credential.key(id: "a.b.c", secret: "x").identity != token)
  }
}
