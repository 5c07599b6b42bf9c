// Falsework
// SPDX-License-Identifier: MIT

/// A transformation between a socket's bytes and a connection's bytes, such as TLS.
///
/// A filter does no I/O: it takes what came from the socket and gives back what the connection
/// should see and what the socket must send. It is confined to its connection's event loop.
public protocol ByteFilter: AnyObject {
  /// Takes bytes that came from the socket.
  ///
  /// Appends what they decode to onto `plaintext`, and what must be sent in answer, such as
  /// handshake messages or alerts, onto `outbound`. After `failed` nothing more is decoded;
  /// `outbound` may still hold an alert that is worth sending.
  func receive(
    _ bytes: UnsafeRawBufferPointer, plaintext: inout [UInt8], outbound: inout [UInt8]
  ) -> ByteFilterState

  /// Encodes `plaintext` for the socket, appending it onto `outbound`.
  ///
  /// Called only while the state is `open` or `endOfStream`, and not after `close`.
  func send(_ plaintext: UnsafeRawBufferPointer, outbound: inout [UInt8])

  /// Appends the closing message, such as TLS `close_notify`, onto `outbound`.
  ///
  /// Called at most once, while the state is `open` or `endOfStream`.
  func close(outbound: inout [UInt8])
}

/// The stage that a byte filter has reached.
public enum ByteFilterState: Sendable, Equatable {
  /// The filter still negotiates: nothing can be sent through it.
  case handshaking
  /// Bytes flow both ways.
  case open
  /// The peer has closed its sending side in the filter's own terms.
  case endOfStream
  /// The filter cannot go on, for the reason given.
  case failed(String)
}
