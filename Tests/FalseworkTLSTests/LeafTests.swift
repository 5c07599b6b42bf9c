// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTLS
import FalseworkTestSupport
import Foundation
import Testing

@Suite("A leaf certificate")
struct LeafTests {
  @Test("is cached for its name, in any spelling")
  func cached() throws {
    let authority = try TemporaryFolder().authority()
    let leaf = try authority.leaf(for: "fal.run", now: testNow)
    #expect(try authority.leaf(for: "FAL.run", now: testNow).certificatePEM == leaf.certificatePEM)
    #expect(try authority.leaf(for: "ws.fal.run", now: testNow).names == ["ws.fal.run"])
  }

  @Test("is renewed before it expires")
  func renewed() throws {
    let authority = try TemporaryFolder().authority()
    let leaf = try authority.leaf(for: "fal.run", now: testNow)
    let day: Int64 = 86_400
    let nearEnd = testNow - day + LocalCertificateAuthority.leafValiditySeconds - day

    let same = try authority.leaf(for: "fal.run", now: nearEnd)
    let renewed = try authority.leaf(for: "fal.run", now: nearEnd + 1)

    #expect(same.certificatePEM == leaf.certificatePEM)
    #expect(renewed.certificatePEM != leaf.certificatePEM)
  }

  @Test("unused for longest makes room when there are 256 others")
  func eviction() throws {
    let authority = try TemporaryFolder().authority()
    let kept = try authority.leaf(for: "kept.test", now: testNow)
    let dropped = try authority.leaf(for: "dropped.test", now: testNow)
    for index in 0..<254 { _ = try authority.leaf(for: "n\(index).test", now: testNow) }
    _ = try authority.leaf(for: "kept.test", now: testNow)

    _ = try authority.leaf(for: "newest.test", now: testNow)

    let keptNow = try authority.leaf(for: "kept.test", now: testNow)
    #expect(keptNow.certificatePEM == kept.certificatePEM)
    let droppedNow = try authority.leaf(for: "dropped.test", now: testNow)
    #expect(droppedNow.certificatePEM != dropped.certificatePEM)
  }

  @Test(
    "is not made for what is no host",
    arguments: [
      "", ".", "*", "*.fal.run", "fal.run.", "a..b", "-a", "a-", "a b", "a,b", "a:b", "[::1]",
      "fe80::1%eth0", "1.2.3", "1.2.3.256", "a\u{0}b", "ü.run", "@a", "a;b", "a\nb",
      String(repeating: "a", count: 64),
      String(repeating: "a.", count: 126) + "ab",
    ])
  func invalidName(name: String) throws {
    let authority = try TemporaryFolder().authority()
    let error = #expect(throws: TLSError.self) { try authority.leaf(for: name, now: testNow) }
    #expect(error?.code == .invalidName)
  }

  @Test("holds 1 to 64 names")
  func nameLimit() throws {
    let authority = try TemporaryFolder().authority()
    let none = #expect(throws: TLSError.self) { try authority.leaf(for: [], now: testNow) }
    #expect(none?.code == .invalidName)
    let names = (0..<65).map { "n\($0).test" }
    #expect(try authority.leaf(for: Array(names.prefix(64)), now: testNow).names.count == 64)
    let error = #expect(throws: TLSError.self) { try authority.leaf(for: names, now: testNow) }
    #expect(error?.code == .tooLarge)
  }

  /// The longest name that is allowed, too long for a common name.
  static let longest =
    [63, 63, 63, 61].map { String(repeating: "a", count: $0) }.joined(separator: ".")

  @Test(
    "passes OpenSSL's strict checks", .enabled(if: OpenSSLTool.isInstalled, "needs openssl"),
    arguments: [
      (["queue.fal.run"], "DNS:queue.fal.run"), (["127.0.0.1"], "IP Address:127.0.0.1"),
      (["::1"], "IP Address:0:0:0:0:0:0:0:1"), ([longest], "DNS:\(longest)"),
      (["localhost", "192.0.2.1"], "DNS:localhost, IP Address:192.0.2.1"),
    ])
  func strictVerification(names: [String], alternatives: String) throws {
    let folder = try TemporaryFolder()
    let leaf = try folder.authority().leaf(for: names, now: testNow)
    let path = folder.path + "/leaf.pem"
    try write(leaf.certificatePEM, to: path)

    for moment in [testNow - 86_399, testNow, testNow + 395 * 86_400] {
      let verdict = try OpenSSLTool.run([
        "verify", "-x509_strict", "-purpose", "sslserver", "-attime", "\(moment)",
        "-CAfile", folder.certificate, path,
      ])
      #expect(verdict == "\(path): OK\n")
    }
    let found = try OpenSSLTool.run([
      "x509", "-in", path, "-noout", "-ext", "subjectAltName,extendedKeyUsage,keyUsage",
    ])
    #expect(found.contains("\n    \(alternatives)\n"))
    #expect(found.contains("X509v3 Key Usage: critical\n    Digital Signature\n"))
    #expect(found.contains("\n    TLS Web Server Authentication\n"))
  }

  @Test(
    "has what Python, Node, Go and browsers ask for",
    .enabled(if: OpenSSLTool.isInstalled, "needs openssl"))
  func properties() throws {
    let folder = try TemporaryFolder()
    let authority = try folder.authority()
    var serials: Set<Substring> = []
    for name in ["a.test", "b.test", "c.test"] {
      let path = "\(folder.path)/\(name).pem"
      try write(authority.leaf(for: name, now: testNow).certificatePEM, to: path)
      let found = try OpenSSLTool.run([
        "x509", "-in", path, "-noout", "-text", "-serial", "-dates", "-dateopt", "iso_8601",
      ])
      #expect(found.contains("Version: 3 (0x2)"))
      #expect(found.contains("Signature Algorithm: ecdsa-with-SHA256"))
      #expect(found.contains("NIST CURVE: P-256"))
      #expect(found.contains("X509v3 Basic Constraints: critical\n                CA:FALSE\n"))
      #expect(found.contains("X509v3 Subject Alternative Name: \n                DNS:\(name)\n"))
      #expect(found.contains("\nnotBefore=2027-01-14 08:00:00Z\nnotAfter=2028-02-15 08:00:00Z\n"))
      // 128 bits, of which the first is set.
      let serial = try #require(found.firstMatch(of: /\nserial=([89A-F][0-9A-F]{31})\n/))
      serials.insert(serial.1)
      let issuer = try identifier("Authority", in: path)
      #expect(try identifier("Subject", in: folder.certificate) == issuer)
      #expect(try identifier("Subject", in: path) != issuer)
    }
    #expect(serials.count == 3)
  }

  /// Returns the subject's or the authority's key identifier (RFC 5280 §4.2.1.1, §4.2.1.2).
  private func identifier(_ whose: String, in path: String) throws -> String {
    let found = try OpenSSLTool.run([
      "x509", "-in", path, "-noout", "-ext", "\(whose.lowercased())KeyIdentifier",
    ])
    let match = try #require(found.firstMatch(of: /(?:[0-9A-F]{2}:){19}[0-9A-F]{2}/))
    return String(match.0)
  }

  @Test(
    "comes from an authority with the extensions that strict clients ask for",
    .enabled(if: OpenSSLTool.isInstalled, "needs openssl"))
  func authorityExtensions() throws {
    let folder = try TemporaryFolder()
    let authority = try folder.authority()

    let found = try OpenSSLTool.run([
      "x509", "-in", folder.certificate, "-noout", "-subject", "-nameopt", "RFC2253", "-serial",
      "-fingerprint", "-sha256", "-ext", "basicConstraints,keyUsage,subjectKeyIdentifier",
    ])

    #expect(found.contains("X509v3 Basic Constraints: critical\n    CA:TRUE, pathlen:0\n"))
    #expect(found.contains("X509v3 Key Usage: critical\n    Certificate Sign, CRL Sign\n"))
    #expect(found.contains("X509v3 Subject Key Identifier:"))
    #expect(found.contains("subject=\(authority.subject)\n"))
    #expect(found.contains(/serial=[0-9A-F]{32}\n/))
    let fingerprint = found.firstMatch(of: /Fingerprint=([0-9A-F:]+)/)?.1.lowercased()
    #expect(fingerprint?.replacing(":", with: "") == authority.fingerprint)
  }
}
