// Falsework
// SPDX-License-Identifier: MIT

/// The bounds of what a peer may send.
///
/// Each bound is the last value that is accepted. The client machine applies the same bounds to
/// responses: its status line is held to `requestLineBytesMax`.
public struct HTTPLimits: Sendable, Equatable {
  /// The longest request line in bytes, without its line ending.
  public var requestLineBytesMax: Int
  /// The longest head in bytes, from its first byte to the empty line that ends it.
  public var headBytesMax: Int
  /// The largest number of field lines in a head, and of those in a trailer section.
  ///
  /// A larger number than 65534 counts as that one, which is all that `HTTPFields` can hold.
  public var fieldCountMax: Int
  /// The longest content in bytes, after the chunked coding is removed.
  public var bodyBytesMax: Int
  /// The most bytes that the chunk extensions of one message may take together.
  public var chunkExtensionBytesMax: Int
  /// The longest trailer section in bytes, with the empty line that ends it.
  public var trailerBytesMax: Int
  /// The most unread content that is skipped to keep a connection after an early response.
  public var drainBytesMax: Int
  /// The amount of bytes received ahead of their turn above which no more should be read.
  public var pipelinedBytesMax: Int

  /// Creates limits from defaults that suit a server for API clients.
  ///
  /// All limits are in bytes or counts and must not be negative.
  public init(
    requestLineBytesMax: Int = 16 * 1024,
    headBytesMax: Int = 64 * 1024,
    fieldCountMax: Int = 128,
    bodyBytesMax: Int = 32 * 1024 * 1024,
    chunkExtensionBytesMax: Int = 16 * 1024,
    trailerBytesMax: Int = 8 * 1024,
    drainBytesMax: Int = 64 * 1024,
    pipelinedBytesMax: Int = 64 * 1024
  ) {
    self.requestLineBytesMax = requestLineBytesMax
    self.headBytesMax = headBytesMax
    self.fieldCountMax = fieldCountMax
    self.bodyBytesMax = bodyBytesMax
    self.chunkExtensionBytesMax = chunkExtensionBytesMax
    self.trailerBytesMax = trailerBytesMax
    self.drainBytesMax = drainBytesMax
    self.pipelinedBytesMax = pipelinedBytesMax
  }

  /// The bound on the number of fields, which `HTTPFields` has its own of.
  var fieldCountBound: Int { min(fieldCountMax, Int(UInt16.max) - 1) }

  /// The bound on the first line of a message, which the head as a whole also holds.
  var startLineBytesMax: Int { min(requestLineBytesMax, headBytesMax - ASCII.lineEnding.count) }
}
