// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Turns the schemas of a document into a graph, each place once.
struct SchemaCompiler {
  /// How deep schemas may nest, references included.
  static let depthMax = 256
  /// How many schemas in a row may judge the same value.
  static let aliasDepthMax = 32

  private let document: JSONValue
  private var nodes: [SchemaNode] = []
  private var places: [JSONPointer] = []
  private var known: [JSONPointer: SchemaID] = [:]
  var unenforced: [JSONPointer] = []

  init(document: JSONValue) { self.document = document }

  mutating func compile(_ node: DocumentNode, depth: Int) throws(OpenAPIError) -> SchemaID {
    if let id = known[node.pointer] { return id }
    if depth >= Self.depthMax { throw node.failure(.depthExceeded(limit: Self.depthMax)) }
    // The number is taken before the content is read, so that a cycle finds it.
    let id = add(SchemaNode(kind: .any), at: node.pointer)
    known[node.pointer] = id
    let kind = try readKind(node, depth: depth + 1)
    nodes[id.index] = SchemaNode(kind: kind, name: Self.name(of: node))
    return id
  }

  mutating func add(_ node: SchemaNode, at pointer: JSONPointer) -> SchemaID {
    nodes.append(node)
    places.append(pointer)
    return SchemaID(index: nodes.count - 1)
  }

  /// Returns the graph, or throws when schemas refer to each other without end.
  mutating func finish() throws(OpenAPIError) -> SchemaGraph {
    let aliases = nodes.map { $0.kind.aliases.map(\.index) }
    if let stuck = AliasOrder(aliases, depthMax: Self.aliasDepthMax).firstEndless {
      throw OpenAPIError(.endlessReference, at: places[stuck])
    }
    return SchemaGraph(nodes: nodes)
  }

  /// Reads the schema that a `$ref` names; members beside the `$ref` belong to the place of use.
  mutating func compileReference(
    _ reference: DocumentNode, depth: Int
  ) throws(OpenAPIError) -> SchemaID {
    try compile(try LocalReference.resolve(reference, in: document), depth: depth)
  }

  /// Returns the name of a schema that stands directly under `components/schemas`.
  static func componentName(_ pointer: JSONPointer) -> String? {
    let tokens = pointer.tokens
    return tokens.count == 3 && tokens.starts(with: ["components", "schemas"]) ? tokens[2] : nil
  }

  private static func name(of node: DocumentNode) -> String? {
    node.value["title"]?.stringValue ?? componentName(node.pointer)
  }
}
