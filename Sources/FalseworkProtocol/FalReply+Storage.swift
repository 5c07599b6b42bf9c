// Falsework
// SPDX-License-Identifier: MIT

internal import HTTPTypes

/// What the storage and the CDN refuse; the words are inferred throughout.
extension FalReply {
  /// The 401 of an upload without a token of the CDN, or with one that has expired; inferred.
  public static let tokenRequired = FalReply.detail(.unauthorized, "Invalid or expired token")

  /// The 403 of a file that is put to a URL that was not given out; inferred.
  public static let notGivenOut = FalReply.detail(
    .forbidden, "The upload URL is not valid or has expired")

  /// The 403 of a file whose access list forbids it to the reader; the status is documented.
  public static let accessForbidden = FalReply.detail(
    .forbidden, "Access to this file is forbidden")

  /// The 404 of a part, or of the end, of an upload that was not begun.
  public static let uploadNotFound = FalReply.detail(.notFound, "Upload not found")

  /// The 400 of a part, or of the end, of an upload that is at variance with what was uploaded.
  public static func badUpload(_ words: String) -> FalReply {
    .detail(.badRequest, words)
  }

  /// The 413 of an upload in parts that would become too large.
  public static func uploadTooLarge(bytesMax: Int) -> FalReply {
    .detail(.contentTooLarge, "The parts of an upload can have \(bytesMax) bytes together")
  }

  /// The 429 of a client that begins more uploads than it ends.
  public static func tooManyUploads(countMax: Int) -> FalReply {
    .detail(
      .tooManyRequests, "There are \(countMax) uploads in parts that were begun and not completed")
  }

  /// The 507 of a file that there is no room for.
  public static func insufficientStorage(_ words: String) -> FalReply {
    .detail(HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), words)
  }
}
