// Falsework
// SPDX-License-Identifier: MIT

/// The bounds of what reading a picture may cost.
public struct PictureLimits: Sendable, Hashable {
  /// The longest side that a header may tell, in pixels.
  public var sideMax = 8192
  /// The most pixels that are decoded; a JPEG that is decoded at half its sides counts a quarter.
  public var pixelsMax = 16 << 20
  /// The longest side of the picture that is kept; TRELLIS too makes what is larger smaller first.
  public var keptSideMax = 1024
  /// The most passes over the picture that a JPEG may take; cameras and tools make up to a dozen.
  public var scanCountMax = 64
  /// The most parts of a file that are looked at.
  public var partCountMax = 100_000

  /// Creates the default limits.
  public init() {}

  /// Throws when sides from a header are beyond the limits.
  func check(width: Int, height: Int) throws(PictureError) {
    guard width <= sideMax, height <= sideMax, width * height <= pixelsMax else {
      throw .tooLarge(width: width, height: height, self)
    }
  }
}
