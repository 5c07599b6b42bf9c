// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch

/// A toy in place of TLS: records of a type, a length in two bytes and veiled content.
///
/// The client's hello begins with 0x16, as TLS does, and the server answers with its own.
final class ToyFilter: ByteFilter {
  enum Record: UInt8 {
    case alert = 0x15
    case hello = 0x16
    case data = 0x17
  }

  static let closeNotice: [UInt8] = [0]
  static let protest: [UInt8] = [1]
  static let hello = record(.hello, [])
  /// A record that no filter understands.
  static let nonsense: [UInt8] = [0x7f, 0, 0]

  private var inbound: [UInt8] = []
  private var state = ByteFilterState.handshaking
  private let whenFreed: (@Sendable () -> Void)?

  init(whenFreed: (@Sendable () -> Void)? = nil) {
    self.whenFreed = whenFreed
  }

  deinit {
    whenFreed?()
  }

  static func record(_ type: Record, _ content: [UInt8]) -> [UInt8] {
    [type.rawValue, UInt8(content.count >> 8), UInt8(content.count & 0xff)]
      + content.map { $0 ^ 0x5a }
  }

  static func records(_ plaintext: [UInt8]) -> [UInt8] {
    stride(from: 0, to: plaintext.count, by: 0x4000).flatMap { start in
      record(.data, Array(plaintext[start..<min(start + 0x4000, plaintext.count)]))
    }
  }

  func receive(
    _ bytes: UnsafeRawBufferPointer, plaintext: inout [UInt8], outbound: inout [UInt8]
  ) -> ByteFilterState {
    inbound += bytes
    while inbound.count >= 3, case let end = 3 + Int(inbound[1]) << 8 + Int(inbound[2]),
      inbound.count >= end
    {
      take(Record(rawValue: inbound[0]), inbound[3..<end].map { $0 ^ 0x5a }, &plaintext, &outbound)
      inbound.removeFirst(end)
    }
    return state
  }

  func send(_ plaintext: UnsafeRawBufferPointer, outbound: inout [UInt8]) {
    precondition(state == .open || state == .endOfStream, "nothing is sent in this state")
    outbound += Self.records(Array(plaintext))
  }

  func close(outbound: inout [UInt8]) {
    outbound += Self.record(.alert, Self.closeNotice)
  }

  private func take(
    _ record: Record?, _ content: [UInt8], _ plaintext: inout [UInt8], _ outbound: inout [UInt8]
  ) {
    switch (record, state) {
    case (.hello, .handshaking):
      outbound += Self.hello
      state = .open
    case (.data, .open): plaintext += content
    case (.alert, _): state = .endOfStream
    case (.hello, _), (.data, _), (nil, _):
      outbound += Self.record(.alert, Self.protest)
      state = .failed("nonsense")
    }
  }
}

extension TestClient {
  /// Shakes hands as the toy wants it.
  func greet() async throws {
    try await send(ToyFilter.hello)
    let answer = try await receive(count: ToyFilter.hello.count)
    guard answer == ToyFilter.hello else { throw TestFailure("no hello: \(answer)") }
  }

  func sendVeiled(_ text: String) async throws {
    try await send(ToyFilter.records(Array(text.utf8)))
  }

  func receiveRecord() async throws -> (type: ToyFilter.Record?, content: [UInt8]) {
    let head = try await receive(count: 3)
    let content = try await receive(count: Int(head[1]) << 8 + Int(head[2]))
    return (ToyFilter.Record(rawValue: head[0]), content.map { $0 ^ 0x5a })
  }
}
