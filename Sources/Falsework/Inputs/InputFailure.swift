// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// What is wrong with a file of an input, as it is kept.
enum InputFailure: String, Error {
  case download
  case tooLarge
  /// The bytes are no picture, or a damaged one.
  case imageLoad
  case imageFormat

  /// What the runner says of it.
  var modelFailure: ModelFailure {
    switch self {
    case .download: .fileDownload
    case .tooLarge: .fileTooLarge(bytesMax: InputFetcher.bytesMax)
    case .imageLoad: .imageLoad
    case .imageFormat: .unsupportedImageFormat
    }
  }
}
