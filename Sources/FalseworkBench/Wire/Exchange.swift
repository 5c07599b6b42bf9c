// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// One request on a connection of its own, for preparing a measure.
struct Exchange {
  let status: Int
  let content: [UInt8]

  private static let chunkBytes = 256 * 1024

  /// Sends a request to a port of 127.0.0.1 and waits for the whole reply.
  static func perform(_ request: WireRequest, port: Int) throws(BenchFailure) -> Exchange {
    let socket = try ClientSocket.connect(port: port)
    defer { socket.close() }
    let sent = request.bytes.withUnsafeBytes { socket.send($0) }
    guard sent == request.bytes.count else {
      throw BenchFailure("127.0.0.1:\(port) does not take a request")
    }
    var reader = ResponseReader()
    var received: [UInt8] = []
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkBytes, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = socket.receiveWaiting(into: chunk)
      guard count > 0 else {
        throw BenchFailure("127.0.0.1:\(port) gave no whole reply within 10 s or hung up")
      }
      let bytes = UnsafeRawBufferPointer(rebasing: chunk[..<count])
      received += bytes
      if case .complete(let reply) = try read(bytes, &reader, port) {
        return Exchange(
          status: reply.status, content: Array(received.suffix(reply.contentBytes)))
      }
    }
  }

  /// Performs a request whose reply must be 200, and returns its content.
  static func content(of request: WireRequest, port: Int) throws(BenchFailure) -> [UInt8] {
    let exchange = try perform(request, port: port)
    guard exchange.status == 200 else {
      let line = request.bytes.prefix { $0 != UInt8(ascii: "\r") }
      throw BenchFailure(
        "\(String(decoding: line, as: UTF8.self)) was answered \(exchange.status), not 200: "
          + String(decoding: exchange.content.prefix(200), as: UTF8.self))
    }
    return exchange.content
  }

  /// Performs a request whose reply must be 200 with JSON.
  static func json(of request: WireRequest, port: Int) throws(BenchFailure) -> JSONValue {
    let content = try content(of: request, port: port)
    do {
      return try JSONValue.parse(content)
    } catch {
      throw BenchFailure("127.0.0.1:\(port) answered what is not JSON: \(error)")
    }
  }

  private static func read(
    _ bytes: UnsafeRawBufferPointer, _ reader: inout ResponseReader, _ port: Int
  ) throws(BenchFailure) -> ResponseReader.Progress {
    do {
      return try reader.receive(bytes)
    } catch {
      throw BenchFailure("127.0.0.1:\(port) sent \(error)")
    }
  }
}
