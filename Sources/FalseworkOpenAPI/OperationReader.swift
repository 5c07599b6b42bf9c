// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Reads `paths` and compiles the schemas that the operations use into one graph.
struct OperationReader {
  private let document: DocumentNode
  private var compiler: SchemaCompiler

  init(document: DocumentNode) {
    self.document = document
    compiler = SchemaCompiler(document: document.value)
  }

  var unenforcedKeywords: [JSONPointer] { compiler.unenforced }

  mutating func readOperations() throws(OpenAPIError) -> [Operation] {
    var outlines: [OperationOutline] = []
    for (path, item) in try document.required("paths").members() where !path.hasPrefix("x-") {
      let shared = try readParameters(item)
      for method in Self.methods {
        guard let node = item.member(method) else { continue }
        outlines.append(try readOutline(node, method: method, path: path, shared: shared))
      }
    }
    let graph = try compiler.finish()
    return outlines.map { $0.operation(in: graph) }
  }

  private static let methods = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
  ]

  private mutating func readOutline(
    _ node: DocumentNode, method: String, path: String, shared: [OperationOutline.Parameter]
  ) throws(OpenAPIError) -> OperationOutline {
    var outline = OperationOutline(method: method, path: path)
    outline.parameters = shared + (try readParameters(node))
    if let body = try node.member("requestBody").map(resolve) {
      outline.bodyIsRequired = body.value["required"]?.boolValue ?? false
      outline.bodySchema = try readContent(body)
    }
    for (status, unresolved) in try node.member("responses")?.members() ?? [] {
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

  private mutating func readContent(_ owner: DocumentNode) throws(OpenAPIError) -> SchemaID? {
    guard let media = owner.member("content")?.member("application/json") else { return nil }
    return try readSchema(media)
  }

  private mutating func readSchema(_ owner: DocumentNode) throws(OpenAPIError) -> SchemaID? {
    guard let schema = owner.member("schema") else { return nil }
    return try compiler.compile(schema, depth: 0)
  }

  /// Follows the `$ref` of a parameter, body or response one step; OpenAPI has no chains of them.
  private func resolve(_ node: DocumentNode) throws(OpenAPIError) -> DocumentNode {
    guard let reference = node.member("$ref") else { return node }
    return try LocalReference.resolve(reference, in: document.value)
  }
}

/// An operation whose schemas are still numbers in a graph that is being built.
struct OperationOutline {
  struct Parameter {
    let name: String
    let location: String
    let isRequired: Bool
    let schema: SchemaID?
  }

  let method: String
  let path: String
  var parameters: [Parameter] = []
  var bodyIsRequired: Bool?
  var bodySchema: SchemaID?
  var responses: [(status: String, description: String, schema: SchemaID?)] = []

  init(method: String, path: String) {
    self.method = method
    self.path = path
  }

  func operation(in graph: SchemaGraph) -> Operation {
    func compiled(_ id: SchemaID?) -> CompiledSchema? {
      id.map { CompiledSchema(graph: graph, root: $0) }
    }
    return Operation(
      method: method, path: path,
      parameters: parameters.map {
        Operation.Parameter(
          name: $0.name, location: $0.location, isRequired: $0.isRequired,
          schema: compiled($0.schema))
      },
      requestBody: bodyIsRequired.map {
        Operation.RequestBody(isRequired: $0, schema: compiled(bodySchema))
      },
      responses: responses.map {
        Operation.Response(
          status: $0.status, description: $0.description, schema: compiled($0.schema))
      })
  }
}
