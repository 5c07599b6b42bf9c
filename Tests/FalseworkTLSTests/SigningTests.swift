// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTLS
import FalseworkTestSupport
import Foundation
import Testing

@Suite("Ed25519") struct SigningTests {
  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    stride(from: 0, to: hexadecimal.count, by: 2).compactMap {
      let start = hexadecimal.index(hexadecimal.startIndex, offsetBy: $0)
      return UInt8(hexadecimal[start...].prefix(2), radix: 16)
    }
  }

  @Test(
    "signs as RFC 8032 §7.1 does",
    arguments: [
      (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
          + "f9b46bd25bf5f0595bbe24655141438e7a100b"
      ),
      (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
          + "f11d8c387b2eaeb4302aeeb00d291612bb0c00"
      ),
    ])
  func vectors(seed: String, publicKey: String, message: String, signature: String) throws {
    let key = try #require(Ed25519PrivateKey(seed: Self.bytes(seed)))
    #expect(key.publicKey.bytes == Self.bytes(publicKey))
    #expect(try key.signature(for: Self.bytes(message)) == Self.bytes(signature))
    #expect(key.publicKey.isValid(Self.bytes(signature), for: Self.bytes(message)))
  }

  @Test("accepts no other message, signature or key")
  func forgeries() throws {
    let (key, other) = (try Ed25519PrivateKey.generate(), try Ed25519PrivateKey.generate())
    let message = Array("a message".utf8)
    let signature = try key.signature(for: message)
    #expect(key.publicKey.isValid(signature, for: message))
    #expect(!other.publicKey.isValid(signature, for: message))
    #expect(!key.publicKey.isValid(signature, for: message + [0]))
    for index in [0, 31, 32, 63] {
      var forged = signature
      forged[index] ^= 1
      #expect(!key.publicKey.isValid(forged, for: message))
    }
    for bad in [[], Array(signature.dropLast()), signature + [0]] {
      #expect(!key.publicKey.isValid(bad, for: message))
    }
    #expect(Ed25519PublicKey([1]) == nil)
    #expect(Ed25519PrivateKey(seed: [1]) == nil)
  }

  @Test("has two keys in a folder, which stay, and which only the owner can read")
  func folder() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/state/webhooks"
    let made = try SigningKeys.load(orCreateIn: path)
    #expect(Set(made.publicKeys).count == 2)
    #expect(made.publicKeys.first == made.current.publicKey)
    #expect(try SigningKeys.load(orCreateIn: path).publicKeys == made.publicKeys)
    for name in ["webhook-key-1.pem", "webhook-key-2.pem"] {
      #expect(try mode(of: "\(path)/\(name)") == 0o600)
    }
    #expect(try mode(of: path) == 0o700)
  }

  @Test("makes one pair of keys for all that start at once")
  func race() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/webhooks"
    let pairs = try await withThrowingTaskGroup(of: [Ed25519PublicKey].self) { group in
      for _ in 0..<8 {
        group.addTask { try SigningKeys.load(orCreateIn: path).publicKeys }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(pairs.count == 1)
  }

  @Test("says which file is damaged or can be read by others, and what to do")
  func badFiles() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/webhook-key-2.pem"
    _ = try SigningKeys.load(orCreateIn: folder.path)
    let authority = try folder.authority()
    for (text, bits, code, advice) in [
      (try text(ofFile: file), 0o644, TLSError.Code.exposed, "chmod 600 \(file)"),
      ("no key", 0o600, .corrupt, "delete it"),
      (try text(ofFile: authority.keyPath), 0o600, .corrupt, "delete it"),
    ] {
      try write(text, to: file, mode: bits)
      let error = #expect(throws: TLSError.self) {
        try SigningKeys.load(orCreateIn: folder.path)
      }
      #expect(error?.code == code)
      #expect(error?.message.hasPrefix(file) == true)
      #expect(error?.message.contains(advice) == true)
    }
  }
}
