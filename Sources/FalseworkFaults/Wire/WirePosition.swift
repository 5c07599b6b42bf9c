// Falsework
// SPDX-License-Identifier: MIT

/// A place in a reply, which may have to be looked for in it.
public enum WirePosition: Sendable, Hashable {
  /// Before the first byte of the head.
  case start
  /// After so many bytes of the head; past its end, the end of the head.
  case head(Int)
  /// After the whole head.
  case headEnd
  /// After so many bytes of the content.
  case content(Int)
  /// After so much of the content, from 0 to 1.
  case contentShare(Double)
  /// So many bytes before the end of the content.
  case beforeEnd(Int)
  /// Somewhere in the content; a decision has a drawn share in its place.
  case anywhere
  /// In the middle of the value of this member, wherever it first stands in the content's JSON.
  case insideMember(String)
  /// At the end of the binary glTF's chunk of this number, from 1.
  case meshChunkEnd(Int)
}
