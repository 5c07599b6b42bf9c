// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// One thing that is wrong with a value: a pydantic error in the observed reading, a keyword that
/// does not hold in the strict one.
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
  /// The place of the broken keyword in the document; `nil` in the observed reading, whose errors
  /// name none.
  public let keyword: JSONPointer?
  /// What each alternative has against the value, where none of them fits.
  public let causes: [Violation]

  /// Creates a violation.
  public init(
    _ type: Kind, at location: [LocationStep], message: String, input: JSONValue,
    context: JSONObject = [:], keyword: JSONPointer? = nil, causes: [Violation] = []
  ) {
    self.type = type
    self.location = location
    self.message = message
    self.input = input
    self.context = context
    self.keyword = keyword
    self.causes = causes
  }

  /// The place of the offending value in the value that was judged.
  ///
  /// Labels of alternatives and the origin `body` are no part of it; text that is no JSON has no
  /// places within it.
  public var instance: JSONPointer {
    if type == .jsonInvalid { return JSONPointer() }
    return JSONPointer(tokens: location.compactMap(\.token))
  }

  /// Whether the value may not be there at all, whatever it is, so that its name is at fault.
  public var isOfPresence: Bool {
    [.extraForbidden, .additionalProperties, .unevaluatedProperties].contains(type)
  }

  /// The place and what is wrong there, for people: `/seed: should be null or an integer`.
  public var sentence: String {
    let reason = context["error"]?.stringValue.map { ": \($0)" } ?? ""
    return "\(place): \(message)\(reason)"
  }

  private var place: String {
    if type == .mediaType { return "the content type" }
    let pointer = instance.description
    return pointer.isEmpty ? "the body" : pointer
  }

  /// The error object of a 422 reply: `type`, `loc`, `msg`, `input`, `ctx` if there is any, and in
  /// the strict reading `keyword`.
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
    if let keyword { object["keyword"] = .string("#\(keyword)") }
    return .object(object)
  }
}

extension Violation {
  /// The kinds of pydantic's errors, and the keywords of JSON Schema; others occur in fal's own
  /// replies.
  public struct Kind: RawRepresentable, Sendable, Hashable {
    /// The spelling on the wire.
    public let rawValue: String

    /// Creates a kind from its spelling.
    public init(rawValue: String) { self.rawValue = rawValue }
  }
}

/// One step on the way to a value.
public enum LocationStep: Sendable, Hashable {
  /// Into a member.
  case name(String)
  /// Into an element.
  case index(Int)
  /// No step into the value: where it came from, or which alternative of a union judged it.
  case label(String)

  /// The step as it stands in `loc`.
  public var json: JSONValue {
    switch self {
    case .name(let name), .label(let name): .string(name)
    case .index(let index): .number(JSONNumber(index))
    }
  }

  fileprivate var token: String? {
    switch self {
    case .name(let name): name
    case .index(let index): String(index)
    case .label: nil
    }
  }
}
