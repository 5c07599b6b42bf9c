// Falsework
// SPDX-License-Identifier: MIT

/// A way into a server.
enum Door: CaseIterable {
  case plain
  case tunnel
  case filter
  case filterInTunnel

  private var isTunnel: Bool { self == .tunnel || self == .filterInTunnel }
  private var isFiltered: Bool { self == .filter || self == .filterInTunnel }

  /// A client that has come in.
  func enter(port: Int, _ setup: TestClient.Setup = .init()) async throws -> Visitor {
    let client = try TestClient(port: port, setup)
    if isTunnel {
      try await client.send("CONNECT fal.test:443 HTTP/1.1\r\nHost: fal.test:443\r\n\r\n")
      _ = try await client.receive(count: "HTTP/1.1 200 OK\r\n\r\n".utf8.count)
    }
    if isFiltered { try await client.greet() }
    return Visitor(client: client, isVeiled: isFiltered)
  }
}

/// A client behind a door, which sees what passes the filter.
struct Visitor {
  let client: TestClient
  let isVeiled: Bool

  func send(_ text: String) async throws {
    try await isVeiled ? client.sendVeiled(text) : client.send(text)
  }

  /// Returns what came with one send of the server.
  func receiveSome() async throws -> [UInt8] {
    try await isVeiled ? client.receiveRecord().content : client.receiveSome()
  }

  /// Returns at least so many bytes, and all of the last record.
  func receive(count: Int) async throws -> String {
    var bytes: [UInt8] = []
    if !isVeiled { bytes = try await client.receive(count: count) }
    while bytes.count < count { bytes += try await client.receiveRecord().content }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads to the end of the connection; a filter's farewell is told from silence.
  func receiveToEnd() async -> (text: String, ending: Ending) {
    let (bytes, ending) = await client.receiveToEnd()
    guard isVeiled else {
      return (String(decoding: bytes, as: UTF8.self), ending == .closed ? .closed : .reset)
    }
    var (rest, plaintext, isNoticed) = (bytes[...], [UInt8](), false)
    while rest.count >= 3 {
      let header = Array(rest.prefix(3))
      let content = rest.dropFirst(3).prefix(Int(header[1]) << 8 + Int(header[2]))
      if header[0] == ToyFilter.Record.alert.rawValue {
        isNoticed = true
      } else {
        plaintext += content.map { $0 ^ 0x5a }
      }
      rest = rest.dropFirst(3 + content.count)
    }
    let text = String(decoding: plaintext, as: UTF8.self)
    if ending == .reset { return (text, .reset) }
    return (text, isNoticed ? .closed : .closedWithoutNotice)
  }

  enum Ending {
    case closed
    /// The filter did not say that this is the end.
    case closedWithoutNotice
    case reset
  }
}
