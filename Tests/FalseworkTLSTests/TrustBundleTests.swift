// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkTLS
import FalseworkTestSupport
import Foundation
import Testing

@Suite("The trust bundle")
struct TrustBundleTests {
  @Test("holds the system's certificates and then the authority's")
  func content() throws {
    let folder = try TemporaryFolder()
    let authority = try folder.authority()
    let roots = folder.path + "/roots.crt"
    let systemRoots = "-----BEGIN CERTIFICATE-----\n# roots without a last line feed"
    try write(systemRoots, to: roots, mode: 0o644)

    let bundle = try TrustBundle(
      for: authority, systemRoots: [folder.path + "/absent.crt", roots, "/dev/null"])
    #expect(!FileManager.default.fileExists(atPath: bundle.path))
    try bundle.write()

    #expect(bundle.path == folder.tls + "/bundle.pem")
    #expect(bundle.systemRootsPath == roots)
    #expect(bundle.systemRootCount == 1)
    #expect(try mode(of: bundle.path) == 0o644)
    let expected = systemRoots + "\n" + authority.certificatePEM
    #expect(try text(ofFile: bundle.path) == expected)
    #expect(bundle.content == Array(expected.utf8))
  }

  @Test("is replaced, never added to, and leaves no other file behind")
  func replaced() throws {
    let folder = try TemporaryFolder()
    let authority = try folder.authority()
    for _ in 0..<3 { try TrustBundle(for: authority, systemRoots: []).write() }
    #expect(try text(ofFile: folder.tls + "/bundle.pem") == authority.certificatePEM)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.tls)
    #expect(names.sorted() == ["bundle.pem", "ca-key.pem", "ca.pem"])
  }

  @Test("holds the authority alone on a system without certificates")
  func noRoots() throws {
    let folder = try TemporaryFolder()
    let bundle = try TrustBundle(for: folder.authority(), systemRoots: [])
    #expect(bundle.systemRootsPath == nil)
    #expect(bundle.systemRootCount == 0)
  }

  @Test("is not made from a file above the limit")
  func tooLarge() throws {
    let folder = try TemporaryFolder()
    let authority = try folder.authority()
    let roots = folder.path + "/roots.crt"
    let size = TrustBundle.systemRootsBytesMax
    try write(String(repeating: "#", count: size), to: roots)
    #expect(try TrustBundle(for: authority, systemRoots: [roots]).systemRootsPath == roots)

    try write(String(repeating: "#", count: size + 1), to: roots)
    let error = #expect(throws: TLSError.self) {
      try TrustBundle(for: authority, systemRoots: [roots])
    }
    #expect(error?.code == .tooLarge)
  }

  @Test("makes a client trust the authority among the system's own")
  func trusted() throws {
    let stage = try TLSStage()
    let bundle = try TrustBundle(for: stage.authority)
    let client = try stage.client(trusting: String(decoding: bundle.content, as: UTF8.self))
    let session = try client.makeSession(name: "fal.run", now: testNow)
    var pair = TLSPair(client: session, server: try stage.server.makeFilter(defaultName: nil))
    pair.run()
    #expect(pair.client.state == .open)
  }

  @Test(
    "needs trusted certificates in PEM",
    arguments: ["", "nothing", "-----BEGIN CERTIFICATE-----\nAA"])
  func badTrust(pem: String) throws {
    let error = #expect(throws: TLSError.self) {
      try TLSClientContext(TLSClientContext.Configuration(trustedCertificatesPEM: pem))
    }
    #expect(error?.code == .corrupt)
  }
}
