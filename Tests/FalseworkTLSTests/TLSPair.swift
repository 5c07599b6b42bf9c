// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkTLS
import FalseworkTestSupport

/// One end of a connection in memory: a filter, what it decoded and what it wants to send.
struct TLSEnd<Filter: ByteFilter> {
  let filter: Filter
  var state = ByteFilterState.handshaking
  var plaintext: [UInt8] = []
  var outbound: [UInt8] = []

  init(_ filter: Filter) {
    self.filter = filter
  }

  mutating func receive(_ bytes: some Collection<UInt8>) {
    state = Array(bytes).withUnsafeBytes {
      filter.receive($0, plaintext: &plaintext, outbound: &outbound)
    }
  }

  mutating func send(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { filter.send($0, outbound: &outbound) }
  }

  mutating func close() {
    filter.close(outbound: &outbound)
  }

  mutating func takeOutbound() -> [UInt8] {
    defer { outbound = [] }
    return outbound
  }
}

/// A client and a server wired back to back.
struct TLSPair {
  var client: TLSEnd<TLSClientSession>
  var server: TLSEnd<TLSFilter>

  init(client session: TLSClientSession, server filter: TLSFilter) {
    client = TLSEnd(session)
    server = TLSEnd(filter)
    session.start(outbound: &client.outbound)
  }

  /// Carries bytes both ways, `cut` at a time, until neither end has any left to send.
  mutating func run(cut: Int = .max) {
    while !client.outbound.isEmpty || !server.outbound.isEmpty {
      for piece in pieces(of: client.takeOutbound(), cut) { server.receive(piece) }
      for piece in pieces(of: server.takeOutbound(), cut) { client.receive(piece) }
    }
  }
}

func pieces(of bytes: [UInt8], _ cut: Int) -> [ArraySlice<UInt8>] {
  let size = min(cut, max(bytes.count, 1))
  return stride(from: 0, to: bytes.count, by: size).map {
    bytes[$0..<min($0 + size, bytes.count)]
  }
}

/// A server and a client that trusts it, with an authority of their own.
struct TLSStage {
  let folder: TemporaryFolder
  let authority: LocalCertificateAuthority
  let server: TLSServerContext

  init(defaultNames: [String] = []) throws {
    folder = try TemporaryFolder()
    authority = try folder.authority()
    server = try TLSServerContext(
      authority: authority, defaultNames: defaultNames, now: { testNow })
  }

  func client(
    _ versions: ClosedRange<TLSVersion> = .tls12 ... .tls13, protocols: [String] = ["http/1.1"],
    trusting pem: String? = nil
  ) throws -> TLSClientContext {
    var configuration = TLSClientContext.Configuration(
      trustedCertificatesPEM: pem ?? authority.certificatePEM)
    configuration.versions = versions
    configuration.applicationProtocols = protocols
    return try TLSClientContext(configuration)
  }

  func pair(
    _ name: String = "queue.fal.run", versions: ClosedRange<TLSVersion> = .tls12 ... .tls13,
    protocols: [String] = ["http/1.1"], indication: ServerNameIndication = .automatic,
    defaultName: String? = nil
  ) throws -> TLSPair {
    let session = try client(versions, protocols: protocols).makeSession(
      name: name, now: testNow, indication: indication)
    return TLSPair(client: session, server: try server.makeFilter(defaultName: defaultName))
  }
}

extension ByteFilterState {
  /// The reason of a failure, or nil in any other state.
  var failureReason: String? {
    switch self {
    case .failed(let reason): reason
    case .handshaking, .open, .endOfStream: nil
    }
  }
}
