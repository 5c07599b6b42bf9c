// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI
internal import FalseworkProtocol

/// What a client asks for when it wants a short-lived token.
struct TokenForm: Sendable, Hashable {
  /// The longest that a token can live, in seconds: a day.
  static let secondsMax = 86_400
  /// The most applications that a token can name.
  static let appCountMax = 100
  /// What fal's clients ask for.
  static let secondsDefault = 120

  /// The applications that the token is meant for.
  let apps: [String]
  /// How long it is good for.
  let lifetime: Duration

  /// Reads a body in which the member `lifetimeName` says how many seconds the token is good for.
  init(body: JSONValue?, lifetimeName: String) throws(UnusableForm) {
    guard let object = body?.objectValue else { throw .noBody }
    guard let allowed = object["allowed_apps"] else {
      throw .lacking("allowed_apps", in: object)
    }
    let apps = allowed.arrayValue?.compactMap(\.stringValue) ?? []
    guard let count = allowed.arrayValue?.count, apps.count == count, count <= Self.appCountMax
    else {
      throw .wrong(
        .listType, "allowed_apps", allowed,
        "Input should be a list of at most \(Self.appCountMax) strings")
    }
    let wish = object[lifetimeName] ?? .number(JSONNumber(Self.secondsDefault))
    guard let seconds = wish.numberValue?.intValue, (1...Self.secondsMax).contains(seconds) else {
      throw .wrong(
        .intType, lifetimeName, wish, "Input should be an integer from 1 to \(Self.secondsMax)")
    }
    self.apps = apps
    lifetime = .seconds(seconds)
  }
}
