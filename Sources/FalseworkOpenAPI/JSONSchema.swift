// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// A JSON Schema that is a document of its own, taken as it is written.
public struct JSONSchema: Sendable {
  /// What the schema asks for and is not checked.
  public let diagnostics: [SchemaDiagnostic]

  private let graph: StrictGraph
  private let root: StrictID

  /// Reads a schema; the error names the place and what is wrong with it.
  ///
  /// References may lead anywhere within the document, by pointer, identifier or anchor; those
  /// that leave it are refused, also `$schema`'s own meta-schema.
  public init(
    _ json: JSONValue, dialect: SchemaDialect = .draft202012
  ) throws(OpenAPIError) {
    let node = DocumentNode(value: json, pointer: JSONPointer())
    var compiler = StrictCompiler(document: json, dialect: dialect)
    compiler.scan(node)
    root = compiler.add(node)
    graph = try compiler.finish()
    diagnostics = compiler.diagnostics
  }

  /// Returns the value, or everything that is wrong with it.
  public func validate(
    _ value: JSONValue, formats: FormatMeaning = .annotation
  ) -> SchemaVerdict {
    graph.judge(value, against: root, formats: formats, at: [])
  }
}

/// What `format` does in the strict reading.
public enum FormatMeaning: Sendable, Hashable {
  /// It describes and asserts nothing, the default of 2020-12 (validation §7.2.1).
  case annotation
  /// Values must have the format, if it is one that is known.
  case asserted
}

extension StrictGraph {
  /// `location` is put before the location of every violation.
  func judge(
    _ value: JSONValue, against root: StrictID, formats: FormatMeaning, at location: [LocationStep]
  ) -> SchemaVerdict {
    var reading = StrictReading(graph: self, formats: formats, location: location)
    return reading.judge(value.withoutDuplicates, against: root)
  }
}
