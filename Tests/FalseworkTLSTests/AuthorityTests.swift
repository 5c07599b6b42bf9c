// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTLS
import FalseworkTestSupport
import Foundation
import Testing

@Suite("The local certificate authority")
struct AuthorityTests {
  @Test("makes its folder, key and certificate on first use, the key for the owner only")
  func firstUse() throws {
    let folder = try TemporaryFolder()

    let authority = try folder.authority()

    #expect(try mode(of: folder.tls) == 0o700)
    #expect(try mode(of: folder.key) == 0o600)
    #expect(try mode(of: folder.certificate) == 0o644)
    #expect(authority.certificatePath == folder.certificate)
    #expect(authority.keyPath == folder.key)
    #expect(try text(ofFile: folder.certificate) == authority.certificatePEM)
    #expect(try text(ofFile: folder.key).hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    #expect(authority.fingerprint.count == 64)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.tls)
    #expect(names.sorted() == ["ca-key.pem", "ca.pem"])
  }

  @Test("says what it is called and how long it is valid, as its certificate does")
  func facts() throws {
    let authority = try TemporaryFolder().authority()
    let first = testNow - LocalCertificateAuthority.backdatingSeconds
    let last = first + LocalCertificateAuthority.validitySeconds
    #expect(authority.validity == first...last)
    let pattern = /CN=Falsework local CA \(this machine only\) [0-9a-f]{8},O=Falsework/
    #expect(authority.subject.wholeMatch(of: pattern) != nil)
  }

  @Test("is the same after a reload, and another elsewhere")
  func reload() throws {
    let folder = try TemporaryFolder()
    let first = try folder.authority()
    let again = try folder.authority(now: testNow + 1_000_000)
    #expect(again.certificatePEM == first.certificatePEM)
    #expect(again.fingerprint == first.fingerprint)
    let elsewhere = try TemporaryFolder().authority()
    #expect(elsewhere.fingerprint != first.fingerprint)
    #expect(elsewhere.subject != first.subject)
  }

  @Test("is the same for all who start at once")
  func concurrentStarts() throws {
    for _ in 0..<20 {
      let folder = try TemporaryFolder()
      let outcomes = Outcomes()
      let starters = (0..<4).map { _ in
        Thread { outcomes.record { try folder.authority().fingerprint } }
      }
      for starter in starters { starter.start() }
      #expect(try outcomes.wait(count: 4) == [folder.authority().fingerprint])
    }
  }

  @Test("finishes a pair of which only the key was written")
  func keyOnly() throws {
    let folder = try TemporaryFolder()
    _ = try folder.authority()
    let key = try text(ofFile: folder.key)
    try FileManager.default.removeItem(atPath: folder.certificate)

    _ = try folder.authority()

    #expect(try text(ofFile: folder.key) == key)
    #expect(try mode(of: folder.certificate) == 0o644)
  }

  @Test(
    "refuses a key that others can read and names the remedy", arguments: [0o640, 0o604, 0o660])
  func exposedKey(mode: Int) throws {
    let folder = try TemporaryFolder()
    _ = try folder.authority()
    try write(text(ofFile: folder.key), to: folder.key, mode: mode)

    let error = #expect(throws: TLSError.self) { try folder.authority() }

    #expect(error?.code == .exposed)
    #expect(error?.message.contains(folder.key) == true)
    #expect(error?.message.hasSuffix("chmod 600 \(folder.key)") == true)
  }

  @Test("refuses a folder that others can write to")
  func exposedFolder() throws {
    let folder = try TemporaryFolder()
    _ = try folder.authority()
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.tls)

    let error = #expect(throws: TLSError.self) { try folder.authority() }

    #expect(error?.code == .exposed)
    #expect(error?.message.hasSuffix("chmod 700 \(folder.tls)") == true)
  }

  static let damages: [(of: String, content: String, code: TLSError.Code)] = [
    ("ca.pem", "", .corrupt),
    ("ca.pem", "not PEM\n", .corrupt),
    ("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", .corrupt),
    ("ca.pem", "-----BEGIN CERTIFICATE-----\nMII", .corrupt),
    ("ca-key.pem", "", .corrupt),
    ("ca-key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", .corrupt),
    ("ca.pem", String(repeating: "x", count: 70_000), .tooLarge),
    ("ca-key.pem", String(repeating: "x", count: 70_000), .tooLarge),
  ]

  @Test("names the file that is damaged", arguments: damages)
  func damage(of name: String, content: String, code: TLSError.Code) throws {
    let folder = try TemporaryFolder()
    _ = try folder.authority()
    try write(content, to: "\(folder.tls)/\(name)")

    let error = #expect(throws: TLSError.self) { try folder.authority() }

    #expect(error?.code == code)
    #expect(error?.message.contains("\(folder.tls)/\(name)") == true)
    let advises = error?.message.contains("delete \(folder.certificate) and \(folder.key)")
    #expect(advises == (code == .corrupt))
  }

  @Test("refuses files cut at any byte")
  func cutFiles() throws {
    let folder = try TemporaryFolder()
    let authority = try folder.authority()
    for path in [folder.certificate, folder.key] {
      let whole = try text(ofFile: path)
      for length in 0..<(whole.utf8.count - 1) {
        try write(String(whole.prefix(length)), to: path)
        #expect(throws: TLSError.self, "\(path) cut at \(length)") { try folder.authority() }
      }
      try write(whole, to: path)
    }
    #expect(try folder.authority().fingerprint == authority.fingerprint)
  }

  @Test("refuses a key of another certificate")
  func mismatch() throws {
    let folder = try TemporaryFolder()
    let stranger = try TemporaryFolder()
    _ = try folder.authority()
    _ = try stranger.authority()
    try write(text(ofFile: stranger.key), to: folder.key)

    let error = #expect(throws: TLSError.self) { try folder.authority() }

    #expect(error?.code == .mismatched)
    #expect(error?.message.contains(folder.key) == true)
  }

  @Test("refuses a certificate whose key is gone")
  func keyGone() throws {
    let folder = try TemporaryFolder()
    _ = try folder.authority()
    try FileManager.default.removeItem(atPath: folder.key)

    let error = #expect(throws: TLSError.self) { try folder.authority() }

    #expect(error?.code == .incomplete)
    let advice = "\(folder.key) is missing; delete \(folder.certificate) too"
    #expect(error?.message.hasPrefix(advice) == true)
    #expect(!FileManager.default.fileExists(atPath: folder.key))
  }

  @Test("lasts ten years from the day before, to the second")
  func validity() throws {
    let folder = try TemporaryFolder()
    _ = try folder.authority()
    let first = testNow - LocalCertificateAuthority.backdatingSeconds
    let last = first + LocalCertificateAuthority.validitySeconds

    let moments = [(first - 1, false), (first + 1, true), (last - 1, true), (last + 1, false)]
    for (now, isValid) in moments {
      let accepted = (try? folder.authority(now: now)) != nil
      #expect(accepted == isValid, "at \(now)")
    }
    let error = #expect(throws: TLSError.self) { try folder.authority(now: last + 1) }
    #expect(error?.code == .expired)
    #expect(error?.message.hasPrefix("\(folder.certificate) has expired; delete") == true)
  }

  @Test("explains a folder that cannot be made", arguments: ["/proc/falsework/tls", "/dev/null"])
  func impossibleFolder(path: String) throws {
    let error = #expect(throws: TLSError.self) {
      try LocalCertificateAuthority.load(orCreateIn: path, now: testNow)
    }
    #expect(error?.code == .unwritable)
    #expect(error?.message.contains(path) == true)
  }
}
