// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// One thing that is wrong with a value, with the parts of a pydantic error.
public struct Violation: Sendable, Hashable {
  /// The machine-readable kind.
  public let type: Kind
  /// The way to the offending value.
  public let location: [LocationStep]
  /// The sentence for people.
  public let message: String
  /// The offending value, or for a missing member the object without it.
  public let input: JSONValue
  /// The numbers and names in the message; empty when there are none.
  public let context: JSONObject

  /// Creates a violation.
  public init(
    _ type: Kind, at location: [LocationStep], message: String, input: JSONValue,
    context: JSONObject = [:]
  ) {
    self.type = type
    self.location = location
    self.message = message
    self.input = input
    self.context = context
  }

  /// The error object of a 422 reply: `type`, `loc`, `msg`, `input`, and `ctx` if there is any.
  ///
  /// Numbers that JSON cannot write appear as the strings `nan`, `inf` and `-inf`.
  public var detail: JSONValue {
    var object: JSONObject = [
      "type": .string(type.rawValue),
      "loc": .array(location.map(\.json)),
      "msg": .string(message),
      "input": input.withNonFiniteAsText,
    ]
    if !context.isEmpty { object["ctx"] = .object(context) }
    return .object(object)
  }
}

extension Violation {
  /// The kinds of pydantic's errors; others occur in fal's own replies.
  public struct Kind: RawRepresentable, Sendable, Hashable {
    /// The spelling on the wire.
    public let rawValue: String

    /// Creates a kind from its spelling.
    public init(rawValue: String) { self.rawValue = rawValue }
  }
}

/// One step on the way to a value: a member or the label of an alternative, or an index.
public enum LocationStep: Sendable, Hashable {
  case name(String)
  case index(Int)

  /// The step as it stands in `loc`.
  public var json: JSONValue {
    switch self {
    case .name(let name): .string(name)
    case .index(let index): .number(JSONNumber(index))
    }
  }
}
