// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL
import FalseworkDispatch
import FalseworkTLS
import Testing

@Suite("A hostile or mistaken peer")
struct HostilePeerTests {
  private func filter() throws -> TLSEnd<TLSFilter> {
    TLSEnd(try TLSStage().server.makeFilter(defaultName: nil))
  }

  @Test(
    "is told from TLS by its first five bytes",
    arguments: [
      ("GET / HTTP/1.1\r\n\r\n", "the peer sent plain HTTP where TLS was expected"),
      ("POST /fal-ai/trellis", "the peer sent plain HTTP where TLS was expected"),
      ("CONNECT fal.run:443", "the peer sent plain HTTP where TLS was expected"),
      ("DELETE /x HTTP/1.1", "the peer sent something other than TLS"),
      ("\u{0}\u{0}\u{0}\u{0}\u{0}", "the peer sent something other than TLS"),
      ("SSH-2.0-OpenSSH_9.2\r\n", "the peer sent something other than TLS"),
    ])
  func notTLS(opening: String, reason: String) throws {
    var whole = try filter()
    whole.receive(Array(opening.utf8))
    #expect(whole.state == .failed(reason))

    var slow = try filter()
    for byte in opening.utf8.prefix(5) { slow.receive([byte]) }
    #expect(slow.state == .failed(reason))
  }

  @Test(
    "is refused when it offers TLS 1.1 at most",
    // SSL 3.0 had no alert for it yet but handshake_failure; then there was protocol_version.
    arguments: [(0, 40), (1, 70), (2, 70)] as [(UInt8, UInt8)])
  func oldVersion(minor: UInt8, alert: UInt8) throws {
    var hello = try TLSStage().pair(versions: .tls12 ... .tls12).client.outbound
    // Behind the heads of the record and the message (RFC 5246 §7.4.1.2).
    (hello[9], hello[10]) = (3, minor)
    var end = try filter()

    end.receive(hello)

    #expect(end.state == .failed("the peer offers no version of TLS from 1.2 on"))
    #expect(end.outbound.suffix(4) == [0, 2, 2, alert])
  }

  @Test("gets no second chance after a failure")
  func failureIsFinal() throws {
    let stage = try TLSStage()
    var end = TLSEnd(try stage.server.makeFilter(defaultName: nil))
    end.receive(Array("GET / HTTP/1.1\r\n\r\n".utf8))
    let failure = end.state
    #expect(failure.failureReason != nil)

    end.receive(try stage.pair().client.outbound)
    end.send([1])
    end.close()

    #expect(end.state == failure)
    #expect(end.outbound == [])
  }

  @Test("may stop after any byte of its first messages", arguments: [TLSVersion.tls12, .tls13])
  func truncated(version: TLSVersion) throws {
    let stage = try TLSStage()
    var reference = try stage.pair(versions: version...version)
    let hello = reference.client.takeOutbound()
    for length in hello.indices {
      var end = TLSEnd(try stage.server.makeFilter(defaultName: nil))
      end.receive(hello[..<length])
      #expect(end.state == .handshaking)
      #expect(end.outbound == [])
    }
    reference.server.receive(hello)
    reference.client.receive(reference.server.takeOutbound())
    for byte in reference.client.takeOutbound() {
      #expect(reference.server.state == .handshaking)
      reference.server.receive([byte])
    }
    #expect(reference.server.state == .open)
  }

  @Test("may damage any byte of its first message", arguments: [TLSVersion.tls12, .tls13])
  func damagedHello(version: TLSVersion) throws {
    let stage = try TLSStage()
    let hello = try stage.pair(versions: version...version).client.outbound
    // The record's minor version, byte 2, means nothing (RFC 8446 §5.1).
    for index in hello.indices where index != 2 {
      var pair = try stage.pair(versions: version...version)
      pair.client.outbound[index] ^= 0xFF
      pair.run()
      #expect(pair.server.state != .open, "byte \(index)")
      #expect(pair.server.plaintext == [])
    }
  }

  @Test("may damage any byte of a record", arguments: [TLSVersion.tls12, .tls13])
  func damagedRecord(version: TLSVersion) throws {
    let stage = try TLSStage()
    for index in 0..<30 {
      var pair = try stage.pair(versions: version...version)
      pair.run()
      try #require(pair.client.state == .open)
      pair.client.send(Array("twelve bytes".utf8))
      pair.client.outbound[index] ^= 0x01
      // The damaged length field may ask for a few bytes more.
      pair.client.outbound += [UInt8](repeating: 0, count: 512)
      pair.server.receive(pair.client.takeOutbound())
      #expect(pair.server.state.failureReason != nil, "byte \(index)")
      #expect(pair.server.plaintext == [])
      #expect(!pair.server.outbound.isEmpty, "an alert is sent")
    }
  }

  @Test("cannot stretch a handshake beyond 64 KiB", arguments: [Int.max, 4_096])
  func endlessHandshake(cut: Int) throws {
    // A ClientHello that announces 128 KiB, in records of 16 KiB that never complete it.
    let message: [UInt8] = [1, 2, 0, 0] + [UInt8](repeating: 0, count: 16_380)
    let record: [UInt8] = [22, 3, 1, 0x40, 0] + message
    let more: [UInt8] = [22, 3, 1, 0x40, 0] + [UInt8](repeating: 0, count: 16_384)
    let flood = record + more + more + more
    var end = try filter()

    for piece in pieces(of: flood, cut) where end.state == .handshaking { end.receive(piece) }

    #expect(end.state == .failed("the handshake takes 65536 bytes or more"))
  }

  @Test(
    "may close or give up during the handshake",
    arguments: [
      ([1, 0], "the peer closed the connection during the handshake"),
      ([2, 40], "TLS failed: sslv3 alert handshake failure"),
      ([2, 48], "the client does not trust the certificate: tlsv1 alert unknown ca"),
      ([2, 70], "the peer offers no version of TLS from 1.2 on"),
    ] as [([UInt8], String)])
  func givesUp(alert: [UInt8], reason: String) throws {
    var pair = try TLSStage().pair(versions: .tls12 ... .tls12)
    pair.server.receive(pair.client.takeOutbound())

    pair.server.receive([21, 3, 3, 0, 2] + alert)

    #expect(pair.server.state == .failed(reason))
  }

  @Test("leaves no errors behind, nor is a session confused by those of others on its thread")
  func errorsStayApart() throws {
    let stage = try TLSStage()
    var bad = TLSEnd(try stage.server.makeFilter(defaultName: nil))
    bad.receive(Array("GET / HTTP/1.1\r\n\r\n".utf8))
    #expect(bad.state.failureReason != nil)
    #expect(ERR_peek_error() == 0)

    var pair = try stage.pair()
    let hello = pair.client.takeOutbound()
    for piece in pieces(of: hello, hello.count / 2) {
      leaveForeignError()
      pair.server.receive(piece)
    }
    pair.run()
    try #require(pair.server.state == .open)

    pair.client.send([1])
    leaveForeignError()
    pair.run()
    #expect(pair.server.state == .open)
    #expect(pair.server.plaintext == [1])
  }

  private func leaveForeignError() {
    #expect(BIO_new_file("/nonexistent", "r") == nil)
    #expect(ERR_peek_error() != 0)
  }
}
