// Falsework
// SPDX-License-Identifier: MIT

/// A place in the bytes of a document, for people to find it.
public struct JSONPlace: Sendable, Hashable {
  /// The offset in bytes from the first byte, a byte order mark included.
  public let byteOffset: Int
  /// The line, counted from 1.
  public let line: Int
  /// The column in Unicode scalars, counted from 1; a byte order mark has none.
  public let column: Int
}
