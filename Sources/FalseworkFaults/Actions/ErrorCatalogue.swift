// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

/// Every error that fal is known to answer, by name.
///
/// The names of models' and of the platform's errors are fal's own types.
public enum ErrorCatalogue {
  /// An error and what it is answered with.
  public struct Row: Sendable, Hashable {
    /// The name, by which scenarios choose it.
    public let name: String
    /// What is answered.
    public let reply: FaultReply
    /// How a job ends by it; `nil` for what only a gateway answers.
    public let outcome: JobOutcome?
  }

  /// All rows: models' errors, the platform's, the gateway's bare ones, and those of an ingress.
  public static let rows: [Row] =
    ModelFailure.documented.map(Row.init) + PlatformFailure.documented.map(Row.init)
    + gateway.map { Row(name: $0.name, reply: FaultReply($0.reply), outcome: nil) }
    + ingress.map { Row(name: $0.name, reply: $0.reply, outcome: nil) }

  /// Returns the row of a name.
  public static func row(named name: String) -> Row? { rowsByName[name] }

  private static let rowsByName = Dictionary(
    rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// Bodies with a bare `detail` or `status`, as they were seen.
  private static let gateway: [(name: String, reply: FalReply)] = [
    ("authorization_required", .authorizationHeaderRequired),
    ("invalid_key", .unknownKey),
    ("malformed_key", .malformedKey),
    ("malformed_token", .malformedToken),
    ("expired_token", .expiredToken),
    ("account_locked", .accountLocked),
    ("balance_exhausted", .balanceExhausted),
    ("key_not_permitted", .keyNotPermitted),
    ("not_found", .notFound),
    ("request_not_found", .resultNotFound),
    ("status_not_found", .statusNotFound),
    ("already_completed", .alreadyCompleted(.observed)),
    ("method_not_allowed", .methodNotAllowed(allow: ["POST"])),
    ("too_many_requests", FalReply(.tooManyRequests, ["detail": "Too many requests"])),
    ("plain_500", FalReply(.internalServerError, ["detail": "Internal Server Error"])),
    ("plain_502", FalReply(.badGateway, ["detail": "Bad Gateway"])),
    ("plain_503", FalReply(.serviceUnavailable, ["detail": "Service Unavailable"])),
    ("plain_504", FalReply(.gatewayTimeout, ["detail": "Gateway Timeout"])),
    (
      "out_of_memory",
      FalReply(.serviceUnavailable, ["detail": "CUDA error: out of memory"], by: .runner)
    ),
    (
      "missing",
      .unprocessable(
        [["type": "missing", "loc": ["body"], "msg": "Field required", "input": nil]], by: .runner)
    ),
  ]

  /// Pages of the proxy in front of the gateway, which know nothing of fal.
  private static let ingress: [(name: String, reply: FaultReply)] = [
    ("nginx_413", .nginx(.contentTooLarge)), ("nginx_429", .nginx(.tooManyRequests)),
    ("nginx_500", .nginx(.internalServerError)), ("nginx_502", .nginx(.badGateway)),
    ("nginx_503", .nginx(.serviceUnavailable)), ("nginx_504", .nginx(.gatewayTimeout)),
  ]
}

extension ErrorCatalogue.Row {
  fileprivate init(_ failure: ModelFailure) {
    let reply = FalReply(
      .init(code: failure.status), ["detail": [failure.detail(at: ["body"], input: [:])]],
      by: .runner, fields: [.falBillableUnits: "0"])
    self.init(name: failure.type, reply: FaultReply(reply), outcome: .model(failure))
  }

  fileprivate init(_ failure: PlatformFailure) {
    self.init(
      name: failure.type, reply: FaultReply(.platform(failure)), outcome: .platform(failure))
  }
}
