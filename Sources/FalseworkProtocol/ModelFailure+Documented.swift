// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension ModelFailure {
  /// Every type of fal's table of model errors, with the texts and contexts that it documents.
  public static let documented = inputs + archives + durations + formats

  private static let inputs: [ModelFailure] = [
    of("internal_server_error", "Internal server error", status: 500),
    of("generation_timeout", "Generation timeout", status: 504),
    of("downstream_service_error", "Downstream service error", status: 400),
    of("downstream_service_unavailable", "Downstream service unavailable", status: 500),
    of(
      "content_policy_violation",
      "The content could not be processed because it contained material flagged by a content "
        + "checker."),
    of(
      "no_media_generated",
      "The model did not generate the expected output for this prompt."),
    of("image_too_small", "Image too small", ["min_height": 64, "min_width": 64]),
    of("image_too_large", "Image too large", ["max_height": 4096, "max_width": 4096]),
    imageLoad,
    fileDownload,
    of("face_detection_error", "Could not detect face in the image"),
    fileTooLarge(bytesMax: 10 << 20),
    of("greater_than", "Input should be greater than 0", ["gt": 0]),
    of("greater_than_equal", "Input should be greater than or equal to 0", ["ge": 0]),
    of("less_than", "Input should be less than 1", ["lt": 1]),
    of("less_than_equal", "Input should be less than or equal to 20", ["le": 20]),
    of("multiple_of", "Input should be a multiple of 8", ["multiple_of": 8]),
    of("sequence_too_short", "Sequence should have at least 1 items", ["min_length": 1]),
    of("sequence_too_long", "Sequence should have at most 4 items", ["max_length": 4]),
    of("one_of", "Input should be 'EulerA' or 'DPM++'", ["expected": ["EulerA", "DPM++"]]),
    of("feature_not_supported", "Feature not supported"),
  ]

  private static let archives: [ModelFailure] = [
    of(
      "invalid_archive",
      "Could not read or process the provided archive. Ensure it's a valid, non-corrupted archive.",
      ["supported_extensions": [".zip", ".tar.gz"]]),
    of(
      "archive_file_count_below_minimum", "The archive has 1 files, fewer than the minimum of 4",
      ["min_count": 4, "provided_count": 1, "supported_extensions": [".png", ".jpg"]]),
    of(
      "archive_file_count_exceeds_maximum",
      "The archive has 101 files, more than the maximum of 100",
      ["max_count": 100, "provided_count": 101, "supported_extensions": [".png", ".jpg"]]),
  ]

  private static let durations: [ModelFailure] = [
    of(
      "audio_duration_too_long", "The audio lasts 61 seconds, longer than the maximum of 60",
      ["max_duration": 60, "provided_duration": 61]),
    of(
      "audio_duration_too_short", "The audio lasts 1 seconds, shorter than the minimum of 2",
      ["min_duration": 2, "provided_duration": 1]),
    of(
      "video_duration_too_long", "The video lasts 61 seconds, longer than the maximum of 60",
      ["max_duration": 60, "provided_duration": 61]),
    of(
      "video_duration_too_short", "The video lasts 1 seconds, shorter than the minimum of 2",
      ["min_duration": 2, "provided_duration": 1]),
  ]

  private static let formats: [ModelFailure] = [
    of(
      "unsupported_audio_format", "Unsupported audio format. Supported formats are wav, mp3.",
      ["supported_formats": ["wav", "mp3"]]),
    unsupportedImageFormat,
    of(
      "unsupported_video_format", "Unsupported video format. Supported formats are mp4, webm.",
      ["supported_formats": ["mp4", "webm"]]),
  ]

  private static func of(
    _ type: String, _ message: String, _ context: JSONObject? = nil, status: Int = 422
  ) -> ModelFailure {
    ModelFailure(type: type, status: status, message: message, context: context)
  }
}
