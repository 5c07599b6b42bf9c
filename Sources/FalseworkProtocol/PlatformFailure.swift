// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// A failure of fal's platform, rather than of a model or its input; documented.
public struct PlatformFailure: Sendable, Hashable {
  /// The machine-readable type, as in `error_type` and `X-Fal-Error-Type`.
  public let type: String
  /// The status that the result is answered with.
  public let status: HTTPResponse.Status
  /// The text for people.
  public let message: String

  /// The client cancelled the request; the wording is inferred.
  public static let clientCancelled = PlatformFailure(
    type: "client_cancelled", status: .init(code: 499, reasonPhrase: "Client Closed Request"),
    message: "Request was cancelled by the client")

  /// The mock itself failed; documented as fal's own internal error.
  public static let internalError = PlatformFailure(
    type: "internal_error", status: .internalServerError, message: "Internal error")
}
