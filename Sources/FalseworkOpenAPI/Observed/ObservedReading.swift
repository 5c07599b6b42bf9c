// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

// Theory of operation
//
// pydantic 2 in its lax mode, rebuilt from the outside: each function takes a value and a schema
// and answers with the coerced value or with all that is wrong. `location` is the way to the
// value in hand; whoever steps into a member or element pushes a step and takes it off again.
//
// An accepted value also says how closely it fitted, because a union takes the best fit:
// `exact` (no change), `strict` (a change that strict mode allows too) or `lax` (a coercion).
// A container fits as closely as its least fitting part; a schema that takes anything and a model
// made from an object are `strict`. Models also count the members that they were given, and of
// two models the one that used more members wins over the closer fit.

struct ObservedReading {
  let graph: SchemaGraph
  var location: [LocationStep]

  enum Fit: Int, Comparable {
    case lax, strict, exact

    static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
  }

  struct Acceptance {
    var value: JSONValue
    var fit: Fit = .exact
    var memberCount: Int?
  }

  enum Outcome {
    case accepted(Acceptance)
    case rejected([Violation])

    static func exact(_ value: JSONValue) -> Outcome { .accepted(Acceptance(value: value)) }
    static func strict(_ value: JSONValue) -> Outcome {
      .accepted(Acceptance(value: value, fit: .strict))
    }
    static func lax(_ value: JSONValue) -> Outcome {
      .accepted(Acceptance(value: value, fit: .lax))
    }
  }

  mutating func judge(_ value: JSONValue, against root: SchemaID) -> SchemaVerdict {
    switch read(value, as: root) {
    case .accepted(let acceptance): .valid(acceptance.value)
    case .rejected(let violations): .invalid(violations)
    }
  }

  mutating func read(_ value: JSONValue, as id: SchemaID) -> Outcome {
    switch graph.nodes[id.index].kind {
    case .any: return .strict(value)
    case .null: return readNull(value)
    case .boolean: return readBoolean(value)
    case .integer(let bounds): return readInteger(value, bounds)
    case .number(let bounds): return readNumber(value, bounds)
    case .string(let bounds): return readString(value, bounds)
    case .choice(let choice): return readChoice(value, choice)
    case .array(let elements, let bounds): return readArray(value, elements, bounds)
    case .map(let values, let bounds): return readMap(value, values, bounds)
    case .model(let model): return readModel(value, model)
    case .nullable(let inner): return value == .null ? .exact(.null) : read(value, as: inner)
    case .union(let members): return readUnion(value, members)
    case .reference(let target): return read(value, as: target)
    }
  }

  mutating func read(_ value: JSONValue, as id: SchemaID, at step: LocationStep) -> Outcome {
    location.append(step)
    defer { location.removeLast() }
    return read(value, as: id)
  }

  func rejection(
    _ type: Violation.Kind, _ message: String, _ input: JSONValue, _ context: JSONObject = [:]
  ) -> Outcome {
    .rejected([
      Violation(type, at: location, message: message, input: input, context: context)
    ])
  }
}
