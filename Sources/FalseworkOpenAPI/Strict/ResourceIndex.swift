// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The names that schemas of a document give themselves: `$id`, `$anchor` and `$dynamicAnchor`
/// (2020-12 core §8.2), or `id` in draft 4.
struct ResourceIndex {
  struct Anchor: Hashable {
    let resource: Int
    let name: String
  }

  private let dialect: SchemaDialect
  /// The URI of each resource without a fragment; the document is number 0.
  private(set) var bases: [URIReference]
  private var roots: [JSONPointer] = [JSONPointer()]
  private var resourcesByURI: [String: Int] = ["": 0]
  private var resourcesByRoot: [JSONPointer: Int] = [JSONPointer(): 0]
  private(set) var anchors: [Anchor: JSONPointer] = [:]
  private(set) var dynamicAnchors: [Anchor: JSONPointer] = [:]

  init(dialect: SchemaDialect) {
    self.dialect = dialect
    bases = [URIReference("")]
  }

  /// Takes in the names of a schema and of those within it.
  mutating func scan(_ node: DocumentNode) {
    if dialect.identifier == nil { return }
    scan(node, within: resource(of: node.pointer))
  }

  /// Returns the resource that a place belongs to.
  func resource(of pointer: JSONPointer) -> Int {
    if roots.count == 1 { return 0 }
    var place = pointer
    while true {
      if let resource = resourcesByRoot[place] { return resource }
      if place.tokens.isEmpty { return 0 }
      place.tokens.removeLast()
    }
  }

  /// Returns the place that a URI without its fragment names.
  func root(of uri: String) -> (resource: Int, pointer: JSONPointer)? {
    resourcesByURI[uri].map { ($0, roots[$0]) }
  }

  private mutating func scan(_ node: DocumentNode, within outer: Int) {
    guard node.value.objectValue != nil else { return }
    var resource = outer
    let isOnlyReference = dialect.ignoresBesideReference && node.member("$ref") != nil
    if let keyword = dialect.identifier, !isOnlyReference,
      let text = node.value[keyword]?.stringValue
    {
      resource = add(text, at: node.pointer, within: outer)
    }
    if dialect.identifier == "$id" {
      addAnchor(node, "$anchor", to: resource)
      addAnchor(node, "$dynamicAnchor", to: resource)
    }
    for child in Self.subschemas(of: node) { scan(child, within: resource) }
  }

  /// Notes an identifier and returns the resource that its schema belongs to.
  private mutating func add(_ text: String, at pointer: JSONPointer, within outer: Int) -> Int {
    if dialect == .draft4, text.utf8.first == UInt8(ascii: "#") {
      anchors[Anchor(resource: outer, name: String(text.dropFirst()))] = pointer
      return outer
    }
    if let known = resourcesByRoot[pointer], known != 0 { return known }
    var base = URIReference(text).resolved(against: bases[outer])
    base.fragment = nil
    if pointer.tokens.isEmpty {
      bases[0] = base
      resourcesByURI[base.withoutFragment] = 0
      return 0
    }
    bases.append(base)
    roots.append(pointer)
    resourcesByRoot[pointer] = bases.count - 1
    resourcesByURI[base.withoutFragment] = bases.count - 1
    return bases.count - 1
  }

  private mutating func addAnchor(_ node: DocumentNode, _ keyword: String, to resource: Int) {
    guard let name = node.value[keyword]?.stringValue else { return }
    let anchor = Anchor(resource: resource, name: name)
    anchors[anchor] = node.pointer
    if keyword == "$dynamicAnchor" { dynamicAnchors[anchor] = node.pointer }
  }

  private static func subschemas(of node: DocumentNode) -> [DocumentNode] {
    var all = SchemaKeywords.single.compactMap(node.member)
    for list in SchemaKeywords.lists.compactMap(node.member) {
      all += (try? list.elements()) ?? []
    }
    for map in SchemaKeywords.maps.compactMap(node.member) {
      all += ((try? map.members()) ?? []).map(\.node)
    }
    return all
  }
}
