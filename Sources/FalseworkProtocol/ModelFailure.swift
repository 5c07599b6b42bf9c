// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// A failure that a model's own code reports about its input, with fal's own type; documented.
public struct ModelFailure: Sendable, Hashable {
  /// The machine-readable type, which the documentation says to go by.
  public let type: String
  /// The status of the result.
  public let status: Int
  /// The text for people.
  public let message: String
  /// What the type is documented to tell besides; `nil` for nothing.
  public let context: JSONObject?

  /// A file of the input cannot be downloaded; the wording was seen on the wire.
  public static let fileDownload = ModelFailure(
    type: "file_download_error", status: 422,
    message: "Failed to download the file. Please check if the URL is accessible and try again.",
    context: nil)

  /// A picture of the input cannot be read; the wording was seen on the wire, and is longer than
  /// what the documentation has.
  public static let imageLoad = ModelFailure(
    type: "image_load_error", status: 422,
    message: "Failed to load the image. Please ensure the image file is not corrupted and is in a "
      + "supported format.",
    context: nil)

  /// A picture of the input is in a format that the model does not read; documented.
  public static let unsupportedImageFormat = ModelFailure(
    type: "unsupported_image_format", status: 422,
    message: "Unsupported image format. Supported formats are png, jpg, webp.",
    context: ["supported_formats": ["png", "jpg", "webp"]])

  /// A file of the input has more than so many bytes.
  public static func fileTooLarge(bytesMax: Int) -> ModelFailure {
    ModelFailure(
      type: "file_too_large", status: 422, message: "File too large",
      context: ["max_size": .number(JSONNumber(bytesMax))])
  }

  /// An entry of `detail` that says so of a value at a place of the body.
  public func detail(at place: [JSONValue], input: JSONValue) -> JSONValue {
    var entry: JSONObject = [
      "loc": .array(place), "msg": .string(message), "type": .string(type),
      // Observed without a slash before the fragment, documented with one.
      "url": .string("https://docs.fal.ai/errors#\(type)"),
    ]
    if let context { entry["ctx"] = .object(context) }
    entry["input"] = input
    return .object(entry)
  }
}
