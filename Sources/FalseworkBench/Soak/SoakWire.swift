// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkTLS
internal import Glibc

/// A soak client's connection: bytes in, bytes out, through TLS or as they are.
struct SoakWire {
  enum Flushing {
    /// Nothing is left to send.
    case done
    /// The system takes no more for now.
    case blocked
    /// The budget of bytes is spent, and the connection reset.
    case spent
    /// The server has reset the connection.
    case lost
  }

  /// What one read gave, and how the connection ended if it did.
  struct Arrival {
    var bytes: [UInt8] = []
    var ending: String?
  }

  let socket: ClientSocket
  private let session: TLSClientSession?
  private var outbound: [UInt8] = []
  /// The bytes that may still be sent before the client resets.
  private var budget: Int

  /// Connects; a session sends its first message at the first `flush`.
  init(
    _ script: SoakScript, port: Int, turn: Int, trust: TLSClientContext
  ) throws(BenchFailure) {
    budget = script.wireBytesMax ?? .max
    session = try script.channel == .tls ? .begin(trust) : nil
    socket = try ClientSocket.connect(
      port: port, turn: turn, receiveBufferBytes: script.receiveBufferBytes)
    session?.start(outbound: &outbound)
  }

  /// Whether requests can be sent: always without TLS, else after the handshake.
  var isOpen: Bool { session.map { $0.parameters != nil } ?? true }

  var hasUnsent: Bool { !outbound.isEmpty }

  mutating func queue(_ bytes: ArraySlice<UInt8>) {
    guard let session else {
      outbound += bytes
      return
    }
    bytes.withUnsafeBytes { session.send($0, outbound: &outbound) }
  }

  /// Queues the end of a TLS session; without TLS there is none.
  mutating func queueGoodbye() {
    session?.close(outbound: &outbound)
  }

  /// Sends what is queued as far as the system takes it.
  mutating func flush() -> Flushing {
    while !outbound.isEmpty {
      let count = outbound.withUnsafeBytes { bytes in
        socket.send(UnsafeRawBufferPointer(rebasing: bytes.prefix(budget)))
      }
      if count == -Int(EAGAIN) { return .blocked }
      guard count > 0 else { return .lost }
      outbound.removeFirst(count)
      budget -= count
      if budget == 0 {
        socket.reset()
        return .spent
      }
    }
    return .done
  }

  /// Reads once, at most so many bytes of the socket.
  mutating func receive(_ countMax: Int) -> Arrival {
    withUnsafeTemporaryAllocation(byteCount: countMax, alignment: 16) { buffer in
      let count = socket.receive(into: buffer)
      guard count > 0 else {
        let isEarly = count == -Int(EAGAIN)
        let ending = count == 0 ? "closed the connection" : "reset the connection"
        return Arrival(ending: isEarly ? nil : ending)
      }
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      guard let session else { return Arrival(bytes: Array(bytes)) }
      var arrival = Arrival()
      switch session.receive(bytes, plaintext: &arrival.bytes, outbound: &outbound) {
      case .handshaking, .open: break
      case .endOfStream: arrival.ending = "closed the TLS session"
      case .failed(let reason): arrival.ending = "failed at TLS: \(reason)"
      }
      return arrival
    }
  }
}
