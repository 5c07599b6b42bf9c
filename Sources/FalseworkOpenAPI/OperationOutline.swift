// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// An operation whose schemas are still numbers in graphs that are being built.
struct OperationOutline {
  struct Parameter {
    let name: String
    let location: String
    let isRequired: Bool
    let schema: Schema?
  }

  struct Body {
    let isRequired: Bool
    let content: Content
  }

  struct Content {
    var mediaTypes: [String] = []
    var schema: Schema?
    let owner: JSONPointer

    init(owner: JSONPointer) { self.owner = owner }
  }

  /// One schema in the graph of each reading.
  struct Schema {
    let observed: SchemaID
    let written: StrictID
  }

  let method: String
  let path: String
  let pointer: JSONPointer
  var parameters: [Parameter] = []
  var body: Body?
  var responses: [(status: String, description: String, content: Content)] = []

  init(method: String, path: String, pointer: JSONPointer) {
    self.method = method
    self.path = path
    self.pointer = pointer
  }

  func operation(in graph: SchemaGraph, _ written: StrictGraph) -> Operation {
    func compiled(_ schema: Schema?) -> CompiledSchema? {
      schema.map {
        CompiledSchema(
          graph: graph, root: $0.observed, written: written, writtenRoot: $0.written)
      }
    }
    func finished(_ content: Content) -> Operation.Content {
      Operation.Content(
        mediaTypes: content.mediaTypes, schema: compiled(content.schema), owner: content.owner)
    }
    return Operation(
      method: method, path: path, pointer: pointer,
      parameters: parameters.map {
        Operation.Parameter(
          name: $0.name, location: $0.location, isRequired: $0.isRequired,
          schema: compiled($0.schema))
      },
      requestBody: body.map {
        Operation.RequestBody(isRequired: $0.isRequired, content: finished($0.content))
      },
      responses: responses.map {
        Operation.Response(
          status: $0.status, description: $0.description, content: finished($0.content))
      })
  }
}
