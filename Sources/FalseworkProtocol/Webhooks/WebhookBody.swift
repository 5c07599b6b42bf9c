// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// The body of a webhook: how a request has ended.
public struct WebhookBody: Sendable, Equatable {
  /// How a request has ended.
  public enum Outcome: Sendable, Equatable {
    /// The model has given an output.
    case output(JSONValue)
    /// The result is an error with this status and body.
    case failure(status: Int, body: JSONValue)
    /// The output cannot be written as JSON; documented.
    case unserializable
  }

  /// The id of the request.
  public var requestID: String
  /// The id of the last attempt of the platform's, the request's own where there was one only.
  public var gatewayRequestID: String
  /// How the request has ended.
  public var outcome: Outcome
  /// Whether the body is as observed or as documented.
  public var form: ReplyForm

  /// Creates a body.
  public init(
    requestID: String, gatewayRequestID: String, outcome: Outcome, form: ReplyForm = .observed
  ) {
    self.requestID = requestID
    self.gatewayRequestID = gatewayRequestID
    self.outcome = outcome
    self.form = form
  }

  /// The bytes: keys in alphabetical order at every level, spaced as `json.dumps`, ASCII; observed.
  public var bytes: [UInt8] { JSONValue.object(object).serialized(.pythonSorted) }

  private var object: JSONObject {
    var object: JSONObject = [
      "request_id": .string(requestID), "gateway_request_id": .string(gatewayRequestID),
      "status": "OK",
    ]
    // fal's documents have no `error` where all went well; the wire has null.
    if form == .observed { object["error"] = .null }
    switch outcome {
    case .output(let output):
      object["payload"] = output
    case .failure(let status, let body):
      object["status"] = "ERROR"
      object["error"] = .string("\(prefix) status code: \(status)")
      object["payload"] = body
    case .unserializable:
      object["payload"] = .null
      object["payload_error"] = .string(Self.payloadError)
    }
    return object
  }

  /// Reported by those who received one, and documented.
  private var prefix: String {
    switch form {
    case .observed: "Unexpected"
    case .documented: "Invalid"
    }
  }

  private static let payloadError =
    "Response payload is not JSON serializable. Either return a JSON serializable object or use "
    + "the queue endpoint to retrieve the response."
}
