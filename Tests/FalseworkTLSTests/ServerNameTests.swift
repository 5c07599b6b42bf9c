// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkTLS
import Testing

@Suite("The certificate presented")
struct ServerNameTests {
  @Test(
    "is for exactly the name asked for",
    arguments: ["queue.fal.run", "v3b.fal.media", "localhost", "mock_server", "a.b.c.d.example"])
  func byName(name: String) throws {
    let stage = try TLSStage()
    var pair = try stage.pair(name)

    pair.run()

    #expect(pair.client.state == .open)
    #expect(pair.server.filter.serverName == name)
    let leaf = try stage.authority.leaf(for: name, now: testNow)
    #expect(pair.client.filter.serverCertificatePEM == leaf.certificatePEM)
    #expect(leaf.names == [name])
  }

  @Test("is found whatever the case of the name")
  func anyCase() throws {
    var pair = try TLSStage().pair("fal.run", indication: .name("FAL.Run"))
    pair.run()
    #expect(pair.client.state == .open)
    #expect(pair.server.filter.serverName == "fal.run")
  }

  @Test(
    "covers loopback and the extra names when no name is asked for",
    arguments: ["localhost", "127.0.0.1", "::1", "mock.test", "192.0.2.7"])
  func noName(name: String) throws {
    let stage = try TLSStage(defaultNames: ["mock.test", "192.0.2.7", "MOCK.test"])
    var pair = try stage.pair(name, indication: .none)
    pair.run()
    #expect(pair.client.state == .open)
    #expect(pair.server.filter.serverName == nil)
  }

  @Test("is for the filter's default name when no name is asked for")
  func connectHost() throws {
    var pair = try TLSStage().pair("rest.fal.ai", indication: .none, defaultName: "rest.fal.ai")
    pair.run()
    #expect(pair.client.state == .open)
  }

  @Test("follows the name asked for rather than the filter's default name")
  func askedFirst() throws {
    var pair = try TLSStage().pair("fal.run", defaultName: "rest.fal.ai")
    pair.run()
    #expect(pair.client.state == .open)
  }

  @Test(
    "is the default one for names that no certificate is made for",
    arguments: [
      "*.fal.run", "*", "a..b", ".fal.run", "fal.run.", "-a.run", "a-.run", "a b", "a,DNS:b.run",
      "fal.run:443", "[::1]", "1.2.3", "1.2.3.4.5", "0x7f.1", "ü.run", "a/b", "@section",
      String(repeating: "a", count: 64) + ".run",
    ])
  func hostileName(name: String) throws {
    var pair = try TLSStage().pair("localhost", indication: .name(name))
    pair.run()
    #expect(pair.client.state == .open)
    #expect(pair.server.filter.serverName == nil)
  }

  @Test("is refused by a client that connected to another host")
  func wrongName() throws {
    var pair = try TLSStage().pair("fal.run", indication: .name("example.com"))
    pair.run()
    let reason = "the server's certificate is not trusted: hostname mismatch"
    #expect(pair.client.state == .failed(reason))
  }

  @Test("is refused by a client with another authority, and both ends say why")
  func wrongAuthority() throws {
    let stage = try TLSStage()
    let stranger = try TLSStage().authority.certificatePEM
    let session = try stage.client(trusting: stranger).makeSession(name: "fal.run", now: testNow)
    var pair = TLSPair(client: session, server: try stage.server.makeFilter(defaultName: nil))

    pair.run()

    #expect(
      pair.client.state.failureReason
        == "the server's certificate is not trusted: unable to get local issuer certificate")
    #expect(
      pair.server.state.failureReason
        == "the client does not trust the certificate: tlsv1 alert unknown ca")
  }

  @Test(
    "is refused where it has a flaw on purpose",
    arguments: [
      (.wrongName, "hostname mismatch"), (.expired, "certificate has expired"),
      (.untrusted, "unable to get local issuer certificate"),
    ] as [(CertificateFlaw, String)])
  func flawed(flaw: CertificateFlaw, reason: String) throws {
    let stage = try TLSStage()
    let session = try stage.client().makeSession(name: "fal.run", now: testNow)
    let filter = try stage.server.makeFilter(defaultName: nil, flaw: flaw)
    var pair = TLSPair(client: session, server: filter)

    pair.run()

    #expect(
      pair.client.state.failureReason == "the server's certificate is not trusted: \(reason)")
    var next = try stage.pair("fal.run")
    next.run()
    #expect(next.client.state == .open)
  }

  @Test("cannot be made once the authority has expired, and the filter says so")
  func expiredAuthority() throws {
    let stage = try TLSStage()
    let later = testNow + LocalCertificateAuthority.validitySeconds
    let server = try TLSServerContext(
      authority: stage.authority, defaultNames: [], now: { later })
    let session = try stage.client().makeSession(name: "fal.run", now: testNow)
    var pair = TLSPair(client: session, server: try server.makeFilter(defaultName: nil))

    pair.run()

    #expect(
      pair.server.state
        == .failed("\(stage.folder.certificate) is out of date and can sign no certificates"))
    #expect(pair.client.state.failureReason == "TLS failed: tlsv1 alert internal error")
  }

  @Test("needs default names that are hosts")
  func badDefaultNames() throws {
    let stage = try TLSStage()
    let error = #expect(throws: TLSError.self) {
      try TLSServerContext(
        authority: stage.authority, defaultNames: ["*.fal.run"], now: { testNow })
    }
    #expect(error?.code == .invalidName)
  }
}
