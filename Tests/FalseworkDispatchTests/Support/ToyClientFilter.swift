// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch

/// The client's end of the toy, which speaks first.
final class ToyClientFilter: ByteFilter {
  private let toy = ToyFilter()
  private var hasSpoken = false
  private var isOpen = false

  func receive(
    _ bytes: UnsafeRawBufferPointer, plaintext: inout [UInt8], outbound: inout [UInt8]
  ) -> ByteFilterState {
    if !hasSpoken {
      hasSpoken = true
      outbound += ToyFilter.hello
      return .handshaking
    }
    var answer: [UInt8] = []
    let state = toy.receive(bytes, plaintext: &plaintext, outbound: &answer)
    // The toy greets back; but it was greeted in answer already.
    outbound += isOpen ? answer : Array(answer.dropFirst(ToyFilter.hello.count))
    isOpen = isOpen || state == .open
    return state
  }

  func send(_ plaintext: UnsafeRawBufferPointer, outbound: inout [UInt8]) {
    toy.send(plaintext, outbound: &outbound)
  }

  func close(outbound: inout [UInt8]) {
    toy.close(outbound: &outbound)
  }
}
