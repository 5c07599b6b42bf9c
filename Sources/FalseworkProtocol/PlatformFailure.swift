// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// A failure of fal's platform, rather than of a model or its input; documented.
public struct PlatformFailure: Error, Sendable, Hashable {
  /// The machine-readable type, as in `error_type` and `X-Fal-Error-Type`.
  public let type: String
  /// The status that the result is answered with.
  public let status: HTTPResponse.Status
  /// The text for people.
  public let message: String

  /// The client cancelled the request; the wording is inferred.
  public static let clientCancelled = PlatformFailure(
    type: "client_cancelled", status: clientClosedRequest,
    message: "Request was cancelled by the client")

  /// The client of a synchronous run went away.
  public static let clientDisconnected = PlatformFailure(
    type: "client_disconnected", status: clientClosedRequest, message: "Client disconnected")

  /// No runner began within the time that the client set.
  public static let startTimeout = PlatformFailure(
    type: "request_timeout", status: .gatewayTimeout, message: "Request timed out")

  /// A client's own field or parameter cannot be understood.
  public static func badRequest(_ message: String) -> PlatformFailure {
    PlatformFailure(type: "bad_request", status: .badRequest, message: message)
  }

  /// More requests wait than the client wants to wait behind; the type is inferred.
  public static let queueIsFull = PlatformFailure(
    type: "max_queue_length_exceeded", status: .tooManyRequests,
    message: "The queue is longer than fal_max_queue_length")

  /// A synchronous run over the limit; documented, the wording is inferred.
  public static let tooManyRuns = PlatformFailure(
    type: "concurrent_requests_limit", status: .tooManyRequests,
    message: "Too many concurrent requests")

  /// The mock itself failed; documented as fal's own internal error.
  public static let internalError = PlatformFailure(
    type: "internal_error", status: .internalServerError, message: "Internal error")

  /// The failures of a runner after which the platform tries again: 503 and 504; documented.
  public static let retried: [PlatformFailure] = [
    PlatformFailure(
      type: "runner_disconnected", status: .serviceUnavailable, message: "Runner disconnected"),
    PlatformFailure(
      type: "runner_connection_timeout", status: .serviceUnavailable,
      message: "Runner connection timed out"),
    PlatformFailure(
      type: "runner_connection_refused", status: .serviceUnavailable,
      message: "Runner connection refused"),
  ]

  private static let clientClosedRequest = HTTPResponse.Status(
    code: 499, reasonPhrase: "Client Closed Request")
}
