// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Turns the schemas of a document into lists of assertions, each place once.
///
/// Places wait in a queue and references are followed when all roots are known, so neither depth
/// nor cycles of the document matter here.
struct StrictCompiler {
  /// How many schemas in a row may judge the same value.
  static let aliasDepthMax = 128

  let document: JSONValue
  let dialect: SchemaDialect
  private(set) var index: ResourceIndex
  private var schemas: [StrictSchema] = []
  private var ids: [JSONPointer: StrictID] = [:]
  private var waiting: [DocumentNode] = []
  var hasDynamicReference = false
  var diagnostics: [SchemaDiagnostic] = []

  init(document: JSONValue, dialect: SchemaDialect) {
    self.document = document
    self.dialect = dialect
    index = ResourceIndex(dialect: dialect)
  }

  /// Takes in the names of a schema that may be referred to without being a root.
  mutating func scan(_ node: DocumentNode) { index.scan(node) }

  /// Returns the number of a schema, which is read later.
  mutating func add(_ node: DocumentNode) -> StrictID {
    if let id = ids[node.pointer] { return id }
    let id = StrictID(index: schemas.count)
    schemas.append(StrictSchema(place: node.pointer, resource: 0))
    ids[node.pointer] = id
    waiting.append(node)
    return id
  }

  /// Reads all schemas, or throws when one is malformed or refers to itself without end.
  mutating func finish() throws(OpenAPIError) -> StrictGraph {
    var done = 0
    while done < waiting.count {
      let schema = try read(waiting[done])
      schemas[done] = schema
      done += 1
      if done == waiting.count, hasDynamicReference { addDynamicAnchors() }
    }
    let aliases = schemas.map { $0.aliases.map(\.index) }
    if let stuck = AliasOrder(aliases, depthMax: Self.aliasDepthMax).firstEndless {
      throw OpenAPIError(.endlessReference, at: schemas[stuck].place)
    }
    return StrictGraph(
      schemas: schemas, ids: ids, dynamicAnchors: dynamicAnchors,
      hasDynamicAnchors: hasDynamicReference,
      tracksEvaluation: schemas.contains(where: \.asksForEvaluation),
      tellsIntegersBySpelling: dialect.tellsIntegersBySpelling)
  }

  /// Any `$dynamicRef` may lead to any of them.
  private mutating func addDynamicAnchors() {
    for pointer in index.dynamicAnchors.values.sorted(by: { "\($0)" < "\($1)" }) {
      if let value = pointer.evaluate(in: document) {
        _ = add(DocumentNode(value: value, pointer: pointer))
      }
    }
  }

  private var dynamicAnchors: [[String: StrictID]] {
    var anchors = [[String: StrictID]](repeating: [:], count: index.bases.count)
    guard hasDynamicReference else { return anchors }
    for (anchor, pointer) in index.dynamicAnchors {
      anchors[anchor.resource][anchor.name] = ids[pointer]
    }
    return anchors
  }

  mutating func note(_ reason: SchemaDiagnostic.Reason, at pointer: JSONPointer) {
    diagnostics.append(SchemaDiagnostic(reason, at: pointer))
  }

  private mutating func read(_ node: DocumentNode) throws(OpenAPIError) -> StrictSchema {
    var schema = StrictSchema(place: node.pointer, resource: index.resource(of: node.pointer))
    if case .bool(let isAlways) = node.value {
      schema.isNever = !isAlways
      return schema
    }
    let members = try node.members()
    if dialect.ignoresBesideReference, let reference = node.member("$ref") {
      schema.logic = Shared(LogicRules(reference: try follow(reference).id))
      return schema
    }
    for (name, member) in members where !name.hasPrefix("x-") && !dialect.knows(name) {
      note(.unknownKeyword(name), at: member.pointer)
    }
    if let dialect = node.member("$schema"), !self.dialect.goesBy(dialect.value) {
      note(
        .withoutEffect("$schema", because: "the schema is read as \(self.dialect.title)"),
        at: dialect.pointer)
    }
    schema.types = try readTypes(node)
    schema.choices = try readChoices(node)
    schema.bounds = try readBounds(node)
    schema.text = try readTextRules(node)
    schema.format = try readFormat(node)
    schema.array = try readArrayRules(node).map { Shared($0) }
    schema.object = try readObjectRules(node).map { Shared($0) }
    schema.logic = try readLogicRules(node).map { Shared($0) }
    return schema
  }
}

extension StrictSchema {
  /// The schemas that judge the same value as this one, whatever the value is.
  fileprivate var aliases: [StrictID] {
    let dependents = (object?.entries ?? []).compactMap(\.dependent)
    guard let logic = logic else { return dependents }
    let single = [
      logic.reference, logic.dynamicReference?.target, logic.not, logic.condition,
      logic.consequence, logic.alternative,
    ]
    return dependents + single.compactMap(\.self) + logic.all + logic.any + logic.one
  }

  fileprivate var asksForEvaluation: Bool {
    array?.unevaluated != nil || object?.unevaluated != nil
  }
}
