// Falsework
// SPDX-License-Identifier: MIT

/// Bounds on what the parser takes in.
public struct JSONLimits: Sendable, Hashable {
  /// The number of bytes of a document.
  public var bytesMax: Int
  /// How many arrays and objects may be open at once.
  ///
  /// Parsing needs no stack for them, but writing, comparing and freeing a value does.
  public var depthMax: Int
  /// The digits of an integer in the `python` reading, CPython's own bound.
  public var integerDigitsMax: Int

  /// Creates limits; the defaults are 64 MiB, 512 levels and 4300 digits.
  public init(bytesMax: Int = 64 << 20, depthMax: Int = 512, integerDigitsMax: Int = 4300) {
    self.bytesMax = bytesMax
    self.depthMax = depthMax
    self.integerDigitsMax = integerDigitsMax
  }
}
