// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// How long a file of the CDN lives and who may read it, as clients ask for it in
/// `X-Fal-Object-Lifecycle` and `X-Fal-Object-Lifecycle-Preference`; documented.
///
/// Members that are not known, such as `allow_io_storage` of fal's JavaScript client, are ignored.
public struct ObjectLifecycle: Sendable, Hashable {
  /// How long the file lives; `nil` for ever, as for 0 seconds (read in `fal_client` 1.0.3).
  public var lifetime: Duration?
  /// Who may read the file; `nil` for everyone.
  public var access: AccessList?

  /// Who may read a file.
  public struct AccessList: Sendable, Hashable {
    /// What holds for those whom no rule names.
    public var fallback: Decision
    /// The rules; the first that names a reader counts.
    public var rules: [Rule]

    /// Creates an access list.
    public init(fallback: Decision, rules: [Rule]) {
      self.fallback = fallback
      self.rules = rules
    }
  }

  /// What holds for one user.
  public struct Rule: Sendable, Hashable {
    /// The name of the user.
    public var user: String
    /// What holds for the user.
    public var decision: Decision

    /// Creates a rule.
    public init(user: String, decision: Decision) {
      self.user = user
      self.decision = decision
    }
  }

  /// What a reader gets.
  public enum Decision: String, Sendable, Hashable, CaseIterable {
    /// The file.
    case allow
    /// A refusal.
    case forbid
    /// The reply of a file that does not exist.
    case hide
  }

  /// The longest lifetime: about a hundred years.
  public static let secondsMax = 3_155_760_000
  /// The most rules of an access list.
  public static let ruleCountMax = 100

  /// Creates a lifecycle.
  public init(lifetime: Duration? = nil, access: AccessList? = nil) {
    self.lifetime = lifetime
    self.access = access
  }

  /// Whether a file that was made at a moment is there at another.
  public func isAlive(since created: Timestamp, at now: Timestamp) -> Bool {
    lifetime.map { now < created.advanced(by: $0) } ?? true
  }

  /// What is wrong with a lifecycle, in one line that says what was expected.
  public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line.
    public let description: String
  }

  /// Reads the value of a field.
  public init(field: String) throws(Problem) {
    guard let json = try? JSONValue.parse(Array(field.utf8)), json.objectValue != nil else {
      throw Problem(description: "should be a JSON object")
    }
    try self.init(json)
  }

  /// Reads what `json` gives.
  public init(_ json: JSONValue) throws(Problem) {
    switch json["expiration_duration_seconds"] {
    case nil, .null:
      break
    case .number(let number)?:
      guard let seconds = number.intValue, (0...Self.secondsMax).contains(seconds) else {
        fallthrough
      }
      lifetime = seconds == 0 ? nil : .seconds(seconds)
    default:
      throw Problem(
        description:
          "expiration_duration_seconds should be null or a whole number up to \(Self.secondsMax)"
      )
    }
    switch json["initial_acl"] {
    case nil, .null: break
    case let list?: access = try AccessList(list)
    }
  }

  /// The lifecycle as it is kept.
  public var json: JSONValue {
    var members: [JSONObject.Member] = []
    if let lifetime {
      let seconds = JSONNumber(Int(lifetime.components.seconds))
      members.append(.init(name: "expiration_duration_seconds", value: .number(seconds)))
    }
    if let access { members.append(.init(name: "initial_acl", value: access.json)) }
    return .object(JSONObject(members: members))
  }
}

extension ObjectLifecycle.AccessList {
  fileprivate init(_ json: JSONValue) throws(ObjectLifecycle.Problem) {
    guard json.objectValue != nil else { throw Self.problem("should be an object") }
    let fallback = try json["default"].map(Self.decision) ?? .allow
    guard let rules = (json["rules"] ?? []).arrayValue, rules.count <= ObjectLifecycle.ruleCountMax
    else {
      throw Self.problem("rules should be an array of at most \(ObjectLifecycle.ruleCountMax)")
    }
    var read: [ObjectLifecycle.Rule] = []
    for rule in rules {
      guard let user = rule["user"]?.stringValue, let decision = rule["decision"] else {
        throw Self.problem("rules should each have user and decision")
      }
      read.append(ObjectLifecycle.Rule(user: user, decision: try Self.decision(decision)))
    }
    self.init(fallback: fallback, rules: read)
  }

  private static func decision(
    _ json: JSONValue
  ) throws(ObjectLifecycle.Problem) -> ObjectLifecycle.Decision {
    guard let decision = json.stringValue.flatMap(ObjectLifecycle.Decision.init) else {
      throw problem("decisions should be allow, forbid or hide")
    }
    return decision
  }

  private static func problem(_ words: String) -> ObjectLifecycle.Problem {
    ObjectLifecycle.Problem(description: "initial_acl: \(words)")
  }

  fileprivate var json: JSONValue {
    let rules = rules.map { rule -> JSONValue in
      ["user": .string(rule.user), "decision": .string(rule.decision.rawValue)]
    }
    return ["default": .string(fallback.rawValue), "rules": .array(rules)]
  }
}
