// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// The socket as OpenSSL sees it during one call: bytes that came in and bytes to go out.
///
/// It lends OpenSSL the caller's own bytes and collects the answer in the caller's own array, so
/// nothing accumulates between calls but the partial record inside OpenSSL.
final class WireBuffer {
  /// The bytes from the socket that OpenSSL has not taken yet; empty between calls.
  var inbound = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The bytes for the socket; the caller's array during a call, empty between calls.
  var outbound: [UInt8] = []

  /// Returns a new `BIO` that reads and writes this buffer, which must outlive it.
  func makeBIO() -> OpaquePointer? {
    guard let bio = WireBuffer.method.flatMap({ BIO_new($0) }) else { return nil }
    BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
    BIO_set_init(bio, 1)
    return bio
  }

  /// Copies as many inbound bytes as there are, up to `count`, and returns their number.
  fileprivate func take(_ count: Int32, into destination: UnsafeMutablePointer<CChar>) -> Int32 {
    let taken = min(Int(count), inbound.count)
    guard taken > 0, let source = inbound.baseAddress else { return 0 }
    UnsafeMutableRawPointer(destination).copyMemory(from: source, byteCount: taken)
    inbound = UnsafeRawBufferPointer(rebasing: inbound[taken...])
    return Int32(taken)
  }

  fileprivate static func behind(_ bio: OpaquePointer?) -> WireBuffer? {
    BIO_get_data(bio).map { Unmanaged<WireBuffer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// `nonisolated(unsafe)`: the method table is complete once made and only read afterwards.
  nonisolated(unsafe) private static let method: OpaquePointer? = {
    let type = BIO_get_new_index() | BIO_TYPE_SOURCE_SINK
    guard let method = BIO_meth_new(type, "falsework wire") else { return nil }
    BIO_meth_set_read(method, readFromWire)
    BIO_meth_set_write(method, writeToWire)
    BIO_meth_set_ctrl(method, controlWire)
    return method
  }()
}

private func readFromWire(
  _ bio: OpaquePointer?, _ destination: UnsafeMutablePointer<CChar>?, _ count: Int32
) -> Int32 {
  falsework_bio_clear_retry(bio)
  guard let wire = WireBuffer.behind(bio), let destination else { return -1 }
  let taken = wire.take(count, into: destination)
  if taken > 0 { return taken }
  falsework_bio_set_retry_read(bio)
  return -1
}

private func writeToWire(
  _ bio: OpaquePointer?, _ source: UnsafePointer<CChar>?, _ count: Int32
) -> Int32 {
  falsework_bio_clear_retry(bio)
  guard let wire = WireBuffer.behind(bio), let source, count >= 0 else { return -1 }
  wire.outbound.append(contentsOf: UnsafeRawBufferPointer(start: source, count: Int(count)))
  return count
}

/// Everything is written at once, so a flush succeeds; other requests are not for this BIO.
private func controlWire(
  _: OpaquePointer?, _ command: Int32, _: Int, _: UnsafeMutableRawPointer?
) -> Int {
  command == BIO_CTRL_FLUSH ? 1 : 0
}
