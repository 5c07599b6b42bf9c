// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Reads `paths` and compiles the schemas that the operations use into one graph.
struct OperationReader {
  private let document: DocumentNode
  private var compiler: SchemaCompiler
  private var written: StrictCompiler

  init(document: DocumentNode, dialect: SchemaDialect) {
    self.document = document
    compiler = SchemaCompiler(document: document.value)
    written = StrictCompiler(document: document.value, dialect: dialect)
  }

  var unenforcedKeywords: [JSONPointer] { compiler.unenforced }
  var diagnostics: [SchemaDiagnostic] { written.diagnostics }

  mutating func readOperations() throws(OpenAPIError) -> [Operation] {
    scanComponents()
    var outlines: [OperationOutline] = []
    for (path, unresolved) in try document.required("paths").members()
    where !path.hasPrefix("x-") {
      let item = try resolve(unresolved)
      let shared = try readParameters(item)
      for method in Self.methods {
        guard let node = item.member(method) else { continue }
        outlines.append(try readOutline(node, method: method, path: path, shared: shared))
      }
    }
    let graph = try compiler.finish()
    let writtenGraph = try written.finish()
    return outlines.map { $0.operation(in: graph, writtenGraph) }
  }

  /// Lets references find the identifiers and anchors of components.
  private mutating func scanComponents() {
    let schemas = try? document.member("components")?.member("schemas")?.members()
    for (_, schema) in schemas ?? [] { written.scan(schema) }
  }

  private static let methods = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
  ]

  private mutating func readOutline(
    _ node: DocumentNode, method: String, path: String, shared: [OperationOutline.Parameter]
  ) throws(OpenAPIError) -> OperationOutline {
    var outline = OperationOutline(method: method, path: path, pointer: node.pointer)
    outline.parameters = shared + (try readParameters(node))
    if let body = try node.member("requestBody").map(resolve) {
      let isRequired = body.value["required"]?.boolValue ?? false
      outline.body = OperationOutline.Body(isRequired: isRequired, content: try readContent(body))
    }
    for (status, unresolved) in try node.member("responses")?.members() ?? []
    where !status.hasPrefix("x-") {
      let response = try resolve(unresolved)
      let description = response.value["description"]?.stringValue ?? ""
      outline.responses.append((status, description, try readContent(response)))
    }
    return outline
  }

  private mutating func readParameters(
    _ owner: DocumentNode
  ) throws(OpenAPIError) -> [OperationOutline.Parameter] {
    var parameters: [OperationOutline.Parameter] = []
    for unresolved in try owner.member("parameters")?.elements() ?? [] {
      let node = try resolve(unresolved)
      parameters.append(
        OperationOutline.Parameter(
          name: try node.required("name").string(), location: try node.required("in").string(),
          isRequired: node.value["required"]?.boolValue ?? false,
          schema: try readSchema(node)))
    }
    return parameters
  }

  private mutating func readContent(
    _ owner: DocumentNode
  ) throws(OpenAPIError) -> OperationOutline.Content {
    var content = OperationOutline.Content(owner: owner.pointer)
    for (mediaType, form) in try owner.member("content")?.members() ?? [] {
      content.mediaTypes.append(mediaType)
      if mediaType == "application/json" { content.schema = try readSchema(form) }
    }
    return content
  }

  private mutating func readSchema(
    _ owner: DocumentNode
  ) throws(OpenAPIError) -> OperationOutline.Schema? {
    guard let schema = owner.member("schema") else { return nil }
    let observed = try compiler.compile(schema, depth: 0)
    written.scan(schema)
    return OperationOutline.Schema(observed: observed, written: written.add(schema))
  }

  /// Follows the `$ref` of a path, parameter, body or response, and the one that it leads to.
  private func resolve(_ node: DocumentNode) throws(OpenAPIError) -> DocumentNode {
    var target = node
    for _ in 0..<SchemaCompiler.aliasDepthMax {
      guard let reference = target.member("$ref") else { return target }
      target = try LocalReference.resolve(reference, in: document.value)
    }
    throw node.failure(.endlessReference)
  }
}
