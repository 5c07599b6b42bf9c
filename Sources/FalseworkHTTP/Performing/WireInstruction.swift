// Falsework
// SPDX-License-Identifier: MIT

/// A step in performing a reply.
///
/// A list of them is followed from the first to the last. Bytes are those of the head and then
/// those of the content; what frames the content goes with them, uncounted: the size of a chunk
/// with its first byte, the end of a chunk with its last. Where a stream has ended before so many
/// bytes, steps that ask for bytes are done.
public enum WireInstruction: Sendable, Hashable {
  /// From here on, bytes leave at this pace.
  case pace(WirePlan.Pace)
  /// Send the next so many bytes.
  case send(Int)
  /// Send the next byte with these bits flipped.
  case alter(UInt8)
  /// Send bytes that are not of the reply.
  case insert([UInt8])
  /// Send all that is left of the content, but not what marks its end.
  case sendContent
  /// Send all that is left, with what marks the end of the content.
  case sendRest
  /// Send nothing for so long, once everything before is in the hands of the system.
  case wait(Duration)
  /// Send nothing any more; always the last.
  case end(WireEnding)

  /// Whether it sends bytes that are not as they should be.
  var spoils: Bool {
    switch self {
    case .alter, .insert: true
    case .pace, .send, .sendContent, .sendRest, .wait, .end: false
    }
  }
}
