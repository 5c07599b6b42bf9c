// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// A schema of a document, ready to judge values.
public struct CompiledSchema: Sendable {
  /// How many violations are collected before the rest of an array or object is left unread.
  ///
  /// Deviation: neither pydantic nor JSON Schema has such a bound.
  public static let violationCountMax = 1000

  let graph: SchemaGraph
  let root: SchemaID
  /// The same places as JSON Schema has them.
  let written: StrictGraph
  let writtenRoot: StrictID

  /// The properties in display order; empty when the schema describes no object.
  public var properties: [Property] {
    guard case .model(let model) = resolvedKind else { return [] }
    return model.properties.map {
      Property(
        name: $0.name, isRequired: $0.isRequired, defaultValue: $0.defaultValue,
        examples: $0.examples, description: $0.description,
        schema: schema($0.schema, at: $0.place))
    }
  }

  /// Whatever the observed reading knows, the strict one has read too, from the same place.
  private func schema(_ id: SchemaID, at place: JSONPointer) -> CompiledSchema {
    CompiledSchema(
      graph: graph, root: id, written: written, writtenRoot: written.ids[place] ?? writtenRoot)
  }

  /// Returns the value as a reading takes it in, or everything that is wrong with it.
  ///
  /// `location` is put before the location of every violation.
  public func validate(
    _ value: JSONValue, reading: SchemaReading = .observed, at location: [LocationStep] = []
  ) -> SchemaVerdict {
    switch reading {
    case .observed:
      var reader = ObservedReading(graph: graph, location: location)
      return reader.judge(value.asPythonObject, against: root)
    case .strict(let formats):
      return written.judge(value, against: writtenRoot, formats: formats, at: location)
    }
  }

  private var resolvedKind: SchemaKind {
    var kind = graph[root].kind
    while case .reference(let target) = kind { kind = graph[target].kind }
    return kind
  }
}

extension CompiledSchema {
  /// A named member of an object.
  public struct Property: Sendable {
    /// Its name.
    public let name: String
    /// Whether an object must have it.
    public let isRequired: Bool
    /// The value that stands in for an absent member, `nil` when there is none.
    public let defaultValue: JSONValue?
    /// The examples that the document gives.
    public let examples: [JSONValue]
    /// The description that the document gives.
    public let description: String?
    /// The schema of its values.
    public let schema: CompiledSchema
  }
}

/// The manner in which a schema is held against a value.
public enum SchemaReading: Sendable, Hashable {
  /// As pydantic 2 applies it in its lax mode behind FastAPI: strings that spell numbers are
  /// taken for numbers, defaults are filled in, and unknown members are dropped.
  ///
  /// Provenance: observed with FastAPI 0.136.3 and pydantic 2.14.3.
  case observed
  /// JSON Schema as the document has it; nothing is coerced, filled in or dropped.
  ///
  /// What the document's version makes of its schemas: `SchemaDialect`.
  case strict(formats: FormatMeaning)
}

/// What became of a value.
public enum SchemaVerdict: Sendable, Hashable {
  /// It fits; this is the value after coercions and with defaults.
  case valid(JSONValue)
  /// It does not fit, for these reasons, in display order.
  case invalid([Violation])
}
