// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkMesh

/// Reads pictures in PNG, JPEG and WebP.
///
/// What a picture costs is known from its header and held against the limits before anything is
/// allocated for it. Of a moving picture the first frame is taken, colour profiles are passed over
/// as Pillow does by default, and a picture that its camera held otherwise is turned upright.
public struct PictureDecoder: Sendable {
  /// The number that changes whenever the pixels for given bytes change by our doing.
  public static let version = 1

  /// What a picture may cost.
  public let limits: PictureLimits

  /// Creates a decoder.
  public init(limits: PictureLimits = PictureLimits()) {
    self.limits = limits
  }

  /// Reads a picture, upright, and made smaller where it is larger than is kept.
  public func decode(_ bytes: [UInt8]) throws(PictureError) -> Picture {
    let (picture, orientation): (Picture, Orientation) =
      switch PictureFormat(of: bytes) {
      case .png?: try PNGDecoder(limits).decode(bytes)
      case .jpeg?: try JPEGDecoder(limits).decode(bytes)
      case .webp?: try WebPDecoder(limits).decode(bytes)
      case .other(let name)?: throw .unsupported(format: name)
      case nil: throw .unrecognised
      }
    return picture.reduced(toSide: limits.keptSideMax).turned(orientation)
  }
}
