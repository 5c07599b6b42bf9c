// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// One endpoint's OpenAPI document: 3.0 as fal writes it, or 3.1.
///
/// Everything that a mock knows about an endpoint's fields comes from here. Schemas are compiled
/// once, when the document is read.
public struct OpenAPIDocument: Sendable {
  /// The document as it was read.
  public let json: JSONValue
  /// The endpoint that the document describes, `info.x-fal-metadata.endpointId`.
  public let endpointID: String
  /// The operations in the document's order.
  public let operations: [Operation]
  /// The request body of `POST /<endpointID>`, `nil` when the document has none.
  public let input: CompiledSchema?
  /// The 200 reply of `GET /<endpointID>/requests/{request_id}`, `nil` when there is none.
  public let output: CompiledSchema?
  /// `POST /<endpointID>`, `nil` when the document has none.
  public let submission: Operation?
  /// The constraints of the document that the observed reading does not check, such as `format`.
  public let unenforcedKeywords: [JSONPointer]
  /// What the strict reading does not check, such as keywords that nobody knows.
  public let diagnostics: [SchemaDiagnostic]

  /// Reads a document; the error names the place and what is wrong with it.
  public init(_ json: JSONValue) throws(OpenAPIError) {
    let root = DocumentNode(value: json, pointer: JSONPointer())
    let dialect = try Self.readDialect(root)
    let metadata = try root.required("info").required("x-fal-metadata")
    let endpointID = try metadata.required("endpointId").string()
    var reader = OperationReader(document: root, dialect: dialect)
    let operations = try reader.readOperations()
    self.json = json
    self.endpointID = endpointID
    self.operations = operations
    unenforcedKeywords = reader.unenforcedKeywords
    diagnostics = reader.diagnostics
    submission = Self.find("post", "/\(endpointID)", in: operations)
    input = submission?.requestBody?.schema
    let result = Self.find("get", "/\(endpointID)/requests/{request_id}", in: operations)
    output = result?.responses.first { $0.status == "200" }?.schema
  }

  /// The kind of endpoint, for instance `image-to-3d`.
  public var category: String? { json["info"]?["x-fal-metadata"]?["category"]?.stringValue }

  /// Returns the operation of a method, in any case, and a path template as it is written.
  public func operation(method: String, path: String) -> Operation? {
    Self.find(method, path, in: operations)
  }

  /// Returns the operation of a method, in any case, and a path as a request has it.
  ///
  /// A template with fewer parameters comes first (OpenAPI 3.1.1 §4.8.8.3).
  public func operation(method: String, matching path: String) -> Operation? {
    let found = operations.filter { $0.method == method.lowercased() && $0.matches(path) }
    return found.min { $0.templateCount < $1.templateCount }
  }

  private static func find(_ method: String, _ path: String, in all: [Operation]) -> Operation? {
    all.first { $0.method == method.lowercased() && $0.path == path }
  }

  private static func readDialect(_ root: DocumentNode) throws(OpenAPIError) -> SchemaDialect {
    let node = try root.required("openapi")
    let version = try node.string()
    if version == "3.0" || version.hasPrefix("3.0.") { return .openAPI30 }
    if version == "3.1" || version.hasPrefix("3.1.") { return .openAPI31 }
    throw node.failure(.unsupportedVersion(version))
  }
}
