// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkImage
internal import FalseworkMesh

/// What came of looking at the picture of an input.
enum PictureFinding: Sendable {
  case picture(Picture)
  /// Nothing that we make a mesh of, but nothing that fal is known to refuse either; and why.
  case unshown(reason: String)
  /// Nothing that a model could work with, and why.
  case failed(InputFailure, reason: String)

  /// The pixels from which on Pillow, which runners read pictures with, takes one for an attack:
  /// twice its `MAX_IMAGE_PIXELS` (inferred: fal says nothing of a limit).
  static let pillowPixelsMax = 178_956_970

  init(_ result: Result<Picture, PictureError>) {
    switch result {
    case .success(let picture) where picture.isWhollyTransparent:
      self = .unshown(reason: "every pixel of the picture is transparent")
    case .success(let picture): self = .picture(picture)
    case .failure(let error): self = Self(error)
    }
  }

  private init(_ error: PictureError) {
    switch error {
    case .unsupported:
      self = .failed(.imageFormat, reason: error.description)
    case .unrecognised, .damaged:
      self = .failed(.imageLoad, reason: error.description)
    case .tooLarge(let width, let height, _) where width * height > Self.pillowPixelsMax:
      self = .failed(.imageLoad, reason: error.description)
    case .tooLarge:
      self = .unshown(reason: error.description)
    }
  }

  /// About how much memory it takes.
  var byteCount: Int {
    switch self {
    case .picture(let picture): picture.pixels.count
    case .unshown, .failed: 256
    }
  }
}
