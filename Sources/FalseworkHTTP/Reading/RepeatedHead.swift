// Falsework
// SPDX-License-Identifier: MIT

/// The last head of a connection, byte for byte and read.
///
/// A client that polls sends the same head again and again. A head ends with its empty line, so
/// bytes that begin with all of the last head can only be read as the same head.
struct RepeatedHead: Sendable {
  /// Longer heads are read anew each time, so that idle connections stay small.
  static let bytesMax = 1024

  let bytes: [UInt8]
  let head: HTTPRequestHead
}

extension ReceiveBuffer {
  /// Consumes the bytes of a known head if they come next.
  mutating func consume(_ known: RepeatedHead) -> Bool {
    let byteCount = known.bytes.count
    guard count >= byteCount else { return false }
    let isSame = withBytes(byteCount) { next in
      known.bytes.withUnsafeBufferPointer { WordScan.areEqual(next, $0) }
    }
    if isSame { consume(byteCount) }
    return isSame
  }

  /// A copy of what comes next, as far as a head is worth remembering.
  var nextHeadBytes: [UInt8] {
    withBytes(min(count, RepeatedHead.bytesMax)) { Array($0) }
  }
}
