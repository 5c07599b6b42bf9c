// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTLS
import FalseworkTestSupport
import Foundation
import Testing

@Suite("Rotating the local certificate authority")
struct RotationTests {
  private func rotate(
    _ folder: TemporaryFolder, now: Int64 = testNow
  ) throws -> LocalCertificateAuthority {
    try LocalCertificateAuthority.rotate(in: folder.tls, now: now)
  }

  @Test("makes another key and another certificate, which the next start finds")
  func replaces() throws {
    let folder = try TemporaryFolder()
    let old = try folder.authority()
    let oldKey = try text(ofFile: folder.key)

    let new = try rotate(folder, now: testNow + 1_000)

    #expect(new.fingerprint != old.fingerprint)
    #expect(new.subject != old.subject)
    #expect(new.validity.lowerBound == old.validity.lowerBound + 1_000)
    #expect(try text(ofFile: folder.key) != oldKey)
    #expect(try text(ofFile: folder.certificate) == new.certificatePEM)
    #expect(try mode(of: folder.key) == 0o600)
    #expect(try mode(of: folder.certificate) == 0o644)
    #expect(try folder.authority().fingerprint == new.fingerprint)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.tls)
    #expect(names.sorted() == ["ca-key.pem", "ca.pem"])
  }

  @Test("leaves no trust between the new authority and the old one's certificates")
  func separates() throws {
    let stage = try TLSStage()
    let new = try rotate(stage.folder)
    let session = try stage.client(trusting: new.certificatePEM)
      .makeSession(name: "fal.run", now: testNow)
    var pair = TLSPair(client: session, server: try stage.server.makeFilter(defaultName: nil))
    pair.run()
    #expect(pair.client.state.failureReason?.contains("not trusted") == true)
  }

  @Test("mends a pair that cannot be used")
  func mends() throws {
    let spoilers: [(TemporaryFolder) throws -> Void] = [
      { try write("", to: $0.certificate) },
      { try write("", to: $0.key) },
      { try write(text(ofFile: $0.key), to: $0.key, mode: 0o644) },
      { try FileManager.default.removeItem(atPath: $0.key) },
      { try FileManager.default.removeItem(atPath: $0.certificate) },
      { try write(TemporaryFolder().authority().certificatePEM, to: $0.certificate) },
      { try FileManager.default.removeItem(atPath: $0.tls) },
    ]
    for (index, spoil) in spoilers.enumerated() {
      let folder = try TemporaryFolder()
      _ = try folder.authority()
      try spoil(folder)
      let new = try rotate(folder)
      #expect(try folder.authority().fingerprint == new.fingerprint, "spoiler \(index)")
      #expect(try mode(of: folder.key) == 0o600)
    }
  }

  /// What a crash leaves behind, made of the files of two authorities.
  struct Remains: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let isStaged: Bool
    let hasNewKey: Bool
    let hasNewCertificate: Bool
  }

  @Test(
    "leaves the old authority or the new one after a crash",
    arguments: [
      Remains(
        testDescription: "before anything", isStaged: false, hasNewKey: false,
        hasNewCertificate: false),
      Remains(
        testDescription: "after the certificate was staged", isStaged: true, hasNewKey: false,
        hasNewCertificate: false),
      Remains(
        testDescription: "after the key was replaced", isStaged: true, hasNewKey: true,
        hasNewCertificate: false),
      Remains(
        testDescription: "after everything", isStaged: false, hasNewKey: true,
        hasNewCertificate: true),
    ])
  func crash(remains: Remains) throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    let (old, new) = (try folder.authority(), try other.authority())
    let staged = folder.tls + "/ca-next.pem"
    if remains.isStaged { try write(new.certificatePEM, to: staged) }
    if remains.hasNewKey { try write(text(ofFile: other.key), to: folder.key) }
    if remains.hasNewCertificate { try write(new.certificatePEM, to: folder.certificate) }

    let expected = remains.hasNewKey ? new : old
    for _ in 0..<2 { #expect(try folder.authority().fingerprint == expected.fingerprint) }

    #expect(try text(ofFile: folder.certificate) == expected.certificatePEM)
    let again = try rotate(folder)
    #expect(try folder.authority().fingerprint == again.fingerprint)
    #expect(!FileManager.default.fileExists(atPath: staged))
  }

  @Test("that was broken off does not touch a pair of others that does not belong together")
  func strangersKey() throws {
    let folder = try TemporaryFolder()
    let authority = try folder.authority()
    let (staged, stranger) = (try TemporaryFolder(), try TemporaryFolder())
    try write(staged.authority().certificatePEM, to: folder.tls + "/ca-next.pem")
    _ = try stranger.authority()
    try write(text(ofFile: stranger.key), to: folder.key)

    let error = #expect(throws: TLSError.self) { try folder.authority() }

    #expect(error?.code == .mismatched)
    #expect(try text(ofFile: folder.certificate) == authority.certificatePEM)
  }

  @Test("leaves the old authority where the new one cannot be written")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let old = try folder.authority()
    let staged = folder.tls + "/ca-next.pem"
    try FileManager.default.createDirectory(
      atPath: staged + "/x", withIntermediateDirectories: true)

    let error = #expect(throws: TLSError.self) { try rotate(folder) }

    #expect(error?.code == .unwritable)
    #expect(error?.message.contains(staged) == true)
    #expect(try folder.authority().fingerprint == old.fingerprint)
  }

  @Test("is finished by the next start where the last step failed")
  func lastStepFails() throws {
    let folder = try TemporaryFolder()
    let obstacle = folder.certificate
    try FileManager.default.createDirectory(
      atPath: obstacle + "/x", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])

    let error = #expect(throws: TLSError.self) { try rotate(folder) }
    #expect(error?.message.contains(obstacle) == true)

    let staged = try text(ofFile: folder.tls + "/ca-next.pem")
    try FileManager.default.removeItem(atPath: obstacle)
    try write(TemporaryFolder().authority().certificatePEM, to: folder.certificate)
    #expect(try folder.authority().certificatePEM == staged)
  }

  @Test("may happen while others rotate and start: each gets a pair that belongs together")
  func concurrent() throws {
    let folder = try TemporaryFolder()
    _ = try folder.authority()
    let outcomes = Outcomes()
    let threads = (0..<8).map { index in
      Thread {
        outcomes.record {
          for _ in 0..<10 {
            _ = try index < 3 ? self.rotate(folder) : folder.authority()
          }
          return "fine"
        }
      }
    }
    for thread in threads { thread.start() }
    #expect(outcomes.wait(count: 8) == ["fine"])
    _ = try folder.authority()
  }
}
