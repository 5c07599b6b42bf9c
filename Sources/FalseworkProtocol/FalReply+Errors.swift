// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
internal import HTTPTypes

extension FalReply {
  /// The 401 of a request without credentials; observed, with owner and alias only.
  public static func authenticationRequired(for endpoint: EndpointID) -> FalReply {
    .detail(
      .unauthorized,
      "Cannot access application \"\(endpoint.application)\". "
        + "Authentication is required to access this application.")
  }

  /// The 401 of a request about a request, without credentials; observed on the REST host.
  public static let authorizationHeaderRequired = FalReply.detail(
    .unauthorized, "Authorization header is required")

  /// The 401 of a `Key` that is not `id:secret`; observed.
  public static let malformedKey = FalReply.detail(
    .unauthorized,
    "Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'.")

  /// The 401 of a `Bearer` value that is no token; reported by third parties.
  public static let malformedToken = FalReply.detail(
    .unauthorized, "bearer: unable to decode issuer")

  /// The 401 of a key that fal does not know; observed, among two other wordings.
  public static let unknownKey = FalReply.detail(.unauthorized, "invalid key credentials")

  /// The 403 of a locked account; observed.
  public static let accountLocked = FalReply.detail(
    .forbidden, "User is locked. Reason: TOP_UP.")

  /// The 403 of an account without money; observed.
  public static let balanceExhausted = FalReply.detail(
    .forbidden,
    "User is locked. Reason: Exhausted balance. "
      + "Top up your balance at fal.ai/dashboard/billing.")

  /// The 403 of a key without the scope that is needed; observed on the platform's interface.
  public static let keyNotPermitted = FalReply.detail(
    .forbidden, "This API key is not permitted to perform this action.")

  /// The 404 of an application that does not exist; observed.
  public static func applicationNotFound(_ endpoint: EndpointID) -> FalReply {
    .detail(.notFound, "Application \"\(endpoint.alias)\" not found")
  }

  /// The 401 of a short-lived token whose time is over; inferred.
  public static let expiredToken = FalReply.detail(.unauthorized, "Token has expired")

  /// The runner's 404 of a sub-path that the application does not have; from fal's SDK.
  public static func pathNotFound(_ path: String) -> FalReply {
    .detail(
      .notFound, "Path \(path) not found", by: .runner, fields: [.falBillableUnits: "0"])
  }

  /// The 404 of a path that nothing serves.
  public static let notFound = FalReply.detail(.notFound, "Not Found")

  /// The 405 of a wrong method; observed.
  public static func methodNotAllowed(allow methods: [String]) -> FalReply {
    .detail(
      .methodNotAllowed, "Method Not Allowed",
      fields: [.allow: methods.joined(separator: ", ")])
  }

  /// The 404 of the status or cancellation of an unknown request; observed.
  public static let statusNotFound = FalReply(.notFound, ["status": "NOT_FOUND"])

  /// The reply to the cancellation of a request that has not ended: 202 in fal's prose, and 200
  /// with a boolean in its OpenAPI documents.
  public static func cancellationRequested(_ form: ReplyForm) -> FalReply {
    switch form {
    case .observed: FalReply(.accepted, ["status": "CANCELLATION_REQUESTED"])
    case .documented: FalReply(.ok, ["success": true])
    }
  }

  /// The reply to the cancellation of a request that has ended: 400 in fal's prose.
  public static func alreadyCompleted(_ form: ReplyForm) -> FalReply {
    switch form {
    case .observed: FalReply(.badRequest, ["status": "ALREADY_COMPLETED"])
    case .documented: FalReply(.ok, ["success": false])
    }
  }

  /// The 400 of a submission whose webhook cannot be sent; inferred.
  public static func unusableWebhook(_ reason: String) -> FalReply {
    .detail(.badRequest, "The URL in fal_webhook \(reason)")
  }

  /// The 404 of the result of an unknown request; observed.
  public static let resultNotFound = FalReply.detail(.notFound, "Request not found")

  /// The 400 of a result that is asked for too early; observed, keys in alphabetical order.
  public static func stillInProgress(_ id: String, _ links: RequestLinks) -> FalReply {
    FalReply(
      .badRequest,
      [
        "cancel_url": .string(links.cancel),
        "detail": "Request is still in progress",
        "request_id": .string(id),
        "response_url": .string(links.response),
        "status_url": .string(links.status),
      ])
  }

  /// The 422 of an input, or of a call to the storage (inferred), with its entries; a runner's
  /// costs nothing.
  public static func unprocessable(
    _ details: [JSONValue], by author: Author = .gateway
  ) -> FalReply {
    let fields: HTTPFields = author == .runner ? [.falBillableUnits: "0"] : [:]
    return FalReply(
      .unprocessableContent, ["detail": .array(details)], by: author, fields: fields)
  }

  /// A platform failure: flat `detail` and `error_type`, and the type as a field; documented.
  public static func platform(_ failure: PlatformFailure) -> FalReply {
    FalReply(
      failure.status,
      ["detail": .string(failure.message), "error_type": .string(failure.type)],
      fields: [.falErrorType: failure.type] + failure.fields)
  }

  static func detail(
    _ status: HTTPResponse.Status, _ detail: String, by author: Author = .gateway,
    fields: HTTPFields = [:]
  ) -> FalReply {
    FalReply(status, ["detail": .string(detail)], by: author, fields: fields)
  }
}

extension PlatformFailure {
  /// What the failure is told by besides its type; documented.
  fileprivate var fields: HTTPFields {
    switch self {
    case .startTimeout: [.falRequestTimeoutType: "user"]
    case .tooManyRuns: [.falNeedsRetry: "1"]
    default: [:]
    }
  }
}
