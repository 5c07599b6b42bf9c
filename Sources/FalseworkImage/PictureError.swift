// Falsework
// SPDX-License-Identifier: MIT

/// Why there is no picture in some bytes.
public enum PictureError: Error, Sendable, Hashable {
  /// The bytes do not begin as any format that is known.
  case unrecognised
  /// They begin as a format that is known by name only.
  case unsupported(format: String)
  /// The picture is larger than these limits, by which it was read.
  case tooLarge(width: Int, height: Int, PictureLimits)
  /// They break the rules of their format, or end too early.
  case damaged(PictureFormat, reason: String)
}

extension PictureError: CustomStringConvertible {
  /// A clause that says what was found and what would do.
  public var description: String {
    switch self {
    case .unrecognised: "the bytes are no picture; PNG, JPEG and WebP are read"
    case .unsupported(let format): "\(format) is not read; PNG, JPEG and WebP are"
    case .tooLarge(let width, let height, let limits):
      "a picture of \(width)×\(height) pixels is larger than is read, at most "
        + (max(width, height) > limits.sideMax
          ? "\(limits.sideMax) a side" : "\(limits.pixelsMax) in all")
    case .damaged(let format, let reason): "the \(format.name) is damaged: \(reason)"
    }
  }
}
