// Falsework
// SPDX-License-Identifier: MIT

/// The bounds of what clients can upload.
enum UploadLimits {
  /// The largest file that comes in one request: 1 GiB.
  static let fileBytesMax = 1 << 30
  /// The largest part of an upload in parts: 256 MiB; fal's clients send 10 MiB.
  static let partBytesMax = 256 << 20
  /// The largest number of a part.
  static let partCountMax = 10_000
  /// The most that all parts of an upload have together: 4 GiB.
  static let partedBytesMax = 4 << 30
  /// The most uploads in parts that a session can have begun and not completed.
  static let partedCountMax = 1000
}
