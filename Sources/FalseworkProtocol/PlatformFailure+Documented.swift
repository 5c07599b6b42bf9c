// Falsework
// SPDX-License-Identifier: MIT

internal import HTTPTypes

extension PlatformFailure {
  /// Every type of fal's table of request errors; where it has no text, the text is inferred.
  public static let documented: [PlatformFailure] =
    [startTimeout] + [
      PlatformFailure(
        type: "startup_timeout", status: .gatewayTimeout, message: "Startup timed out"),
      PlatformFailure(
        type: "runner_scheduling_failure", status: .serviceUnavailable,
        message: "No runner could be scheduled"),
    ] + retried + [
      PlatformFailure(
        type: "runner_connection_error", status: .serviceUnavailable,
        message: "Runner connection error"),
      PlatformFailure(
        type: "runner_incomplete_response", status: .badGateway,
        message: "Runner response was incomplete"),
      PlatformFailure(
        type: "runner_server_error", status: .internalServerError,
        message: "Runner server error"),
      clientDisconnected, clientCancelled, badRequest("Bad request"), internalError,
      tooManyRuns, queueIsFull,
    ]

  /// Creates the failure of a documented type; `nil` for a type that is unknown.
  public init?(type: String) {
    guard let failure = Self.documented.first(where: { $0.type == type }) else { return nil }
    self = failure
  }
}
