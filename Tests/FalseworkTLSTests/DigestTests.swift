// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTLS
import Testing

@Suite("Digests and random bytes")
struct DigestTests {
  @Test(
    "match the published SHA-256 examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(message: String, digest: String) {
    #expect(sha256Hex(Array(message.utf8)) == digest)
  }

  @Test("do not depend on how the bytes were cut", arguments: [1, 63, 64, 65, 1_000])
  func incremental(cut: Int) {
    let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0) }
    var digest = SHA256()
    for piece in pieces(of: bytes, cut) { piece.withUnsafeBytes { digest.update($0) } }
    #expect(digest.finalize() == bytes.withUnsafeBytes { sha256($0) })
  }

  @Test("give as many random bytes as asked for, never the same")
  func random() {
    #expect(secureRandomBytes(0) == [])
    #expect(secureRandomBytes(1_000).count == 1_000)
    #expect(Set((0..<100).map { _ in secureRandomBytes(16) }).count == 100)
  }

  @Test(
    "match the published HMAC examples (RFC 4231 §4)",
    arguments: [
      (
        [UInt8](repeating: 0x0b, count: 20), "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
    ])
  func codes(key: [UInt8], message: String, code: String) {
    let digits = hmacSHA256(key: key, Array(message.utf8)).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    #expect(digits.joined() == code)
  }
}
