// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkTLS
import Testing

@Suite("An open session")
struct TransferTests {
  static let versions: [TLSVersion] = [.tls12, .tls13]

  private func openPair(_ version: TLSVersion) throws -> TLSPair {
    var pair = try TLSStage().pair(versions: version...version)
    pair.run()
    try #require(pair.client.state == .open && pair.server.state == .open)
    return pair
  }

  @Test("carries 5 MB each way at any cut", arguments: versions, [Int.max, 65_536, 1_447])
  func bulk(version: TLSVersion, cut: Int) throws {
    var pair = try openPair(version)
    let up = secureRandomBytes(5_000_000)
    let down = secureRandomBytes(5_000_001)

    pair.client.send(up)
    pair.server.send(down)
    pair.run(cut: cut)

    #expect(pair.server.plaintext == up)
    #expect(pair.client.plaintext == down)
  }

  @Test("carries messages of every small size, byte by byte", arguments: versions)
  func smallMessages(version: TLSVersion) throws {
    var pair = try openPair(version)
    var sent: [UInt8] = []
    for size in [0, 1, 2, 15, 16, 17, 255] {
      let message = [UInt8](repeating: UInt8(size), count: size)
      sent += message
      pair.client.send(message)
      pair.run(cut: 1)
    }
    #expect(pair.server.plaintext == sent)
  }

  @Test("delivers nothing of a record before its last byte")
  func partialRecord() throws {
    var pair = try openPair(.tls13)
    pair.client.send([1, 2, 3])
    let record = pair.client.takeOutbound()

    pair.server.receive(record.dropLast())
    #expect(pair.server.plaintext == [])
    #expect(pair.server.state == .open)

    pair.server.receive(record.suffix(1))
    #expect(pair.server.plaintext == [1, 2, 3])
  }

  @Test("ends when the client closes, and still replies", arguments: versions)
  func clientCloses(version: TLSVersion) throws {
    var pair = try openPair(version)
    pair.client.send([1])
    pair.client.close()
    pair.server.receive(pair.client.takeOutbound())
    #expect(pair.server.state == .endOfStream)
    #expect(pair.server.plaintext == [1])

    pair.server.send([2])
    pair.server.close()
    pair.client.receive(pair.server.takeOutbound())
    #expect(pair.client.state == .endOfStream)
    #expect(pair.client.plaintext == [2])
  }

  @Test("still receives after it has closed its own side", arguments: versions)
  func serverCloses(version: TLSVersion) throws {
    var pair = try openPair(version)
    pair.server.close()
    pair.client.receive(pair.server.takeOutbound())
    #expect(pair.client.state == .endOfStream)
    #expect(pair.server.state == .open)

    pair.client.send([3])
    pair.client.close()
    pair.server.receive(pair.client.takeOutbound())
    #expect(pair.server.plaintext == [3])
    #expect(pair.server.state == .endOfStream)
  }

  @Test("closes once and drops what is sent afterwards")
  func closesOnce() throws {
    var pair = try openPair(.tls13)
    pair.server.close()
    let notice = pair.server.takeOutbound()
    #expect(!notice.isEmpty)

    pair.server.close()
    pair.server.send([1])

    #expect(pair.server.outbound == [])
  }

  @Test("has nothing to close with before the end of the handshake")
  func closeWhileHandshaking() throws {
    var pair = try TLSStage().pair()
    pair.server.receive(pair.client.outbound.prefix(20))
    pair.server.close()
    #expect(pair.server.outbound == [])
  }

  @Test("keeps what its caller had already collected")
  func appendsOnly() throws {
    var pair = try openPair(.tls12)
    pair.server.plaintext = [9]
    pair.server.outbound = [8]
    pair.client.send([1])
    pair.server.receive(pair.client.takeOutbound())
    pair.server.send([2])

    #expect(pair.server.plaintext == [9, 1])
    #expect(pair.server.outbound.first == 8)
    pair.client.receive(pair.server.outbound.dropFirst())
    #expect(pair.client.plaintext == [2])
  }
}
