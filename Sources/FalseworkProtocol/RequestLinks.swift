// Falsework
// SPDX-License-Identifier: MIT

/// The three URLs by which a client follows a request.
///
/// They name the application only, never a sub-path, and the result has no `/response` (observed).
public struct RequestLinks: Sendable, Hashable {
  /// The URL of the result.
  public let response: String
  /// The URL of the status.
  public let status: String
  /// The URL that cancels.
  public let cancel: String

  /// Creates the links of a request on the queue at `queueBase`, which has no trailing slash.
  public init(queueBase: String, application: EndpointID, requestID: String) {
    response = "\(queueBase)/\(application.application)/requests/\(requestID)"
    status = response + "/status"
    cancel = response + "/cancel"
  }
}
