// Falsework
// SPDX-License-Identifier: MIT

/// The three URLs by which a client follows a request.
///
/// They name the application only, never a sub-path, and the result has no `/response` (observed).
public struct RequestLinks: Sendable, Hashable {
  /// The URL of the result.
  public let response: String
  /// The URL of the status.
  public var status: String { response + Self.statusSuffix }
  /// The URL that cancels.
  public var cancel: String { response + Self.cancelSuffix }

  static let statusSuffix = "/status"
  static let cancelSuffix = "/cancel"

  /// Creates the links of a request on the queue at `queueBase`, which has no trailing slash.
  public init(queueBase: String, application: EndpointID, requestID: String) {
    // Appending is several times faster than interpolation, and every poll makes these.
    var text = queueBase
    text.reserveCapacity(queueBase.utf8.count + EndpointID.bytesTypical + requestID.utf8.count)
    text += "/"
    text += application.application.description
    text += "/requests/"
    text += requestID
    response = text
  }
}
