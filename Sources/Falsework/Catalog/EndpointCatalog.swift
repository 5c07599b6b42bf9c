// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkOpenAPI
internal import FalseworkProtocol

/// The endpoints that the mock has, one for each OpenAPI document in its folders.
struct EndpointCatalog: Sendable {
  /// A document and where it was read.
  struct Entry: Sendable {
    let document: OpenAPIDocument
    let file: String
  }

  private var entries: [EndpointID: Entry] = [:]
  private var applications: Set<EndpointID> = []

  var isEmpty: Bool { entries.isEmpty }

  /// The ids of the endpoints, sorted.
  var endpointIDs: [String] { entries.keys.map(\.description).sorted() }

  func document(of endpoint: EndpointID) -> OpenAPIDocument? { entries[endpoint]?.document }

  func hasApplication(_ endpoint: EndpointID) -> Bool {
    applications.contains(endpoint.application)
  }

  /// The entry of an endpoint.
  subscript(endpoint: EndpointID) -> Entry? { entries[endpoint] }

  /// Adds an endpoint, or replaces the one of that id.
  mutating func add(_ entry: Entry, as endpoint: EndpointID) {
    entries[endpoint] = entry
    applications.insert(endpoint.application)
  }

  /// What is different from an earlier catalogue.
  func changes(since earlier: EndpointCatalog) -> CatalogChanges {
    var changes = CatalogChanges()
    for (id, entry) in entries {
      switch earlier.entries[id]?.document.json {
      case nil: changes.loaded.append(id.description)
      case entry.document.json?: changes.unchangedCount += 1
      case _?: changes.replaced.append(id.description)
      }
    }
    changes.dropped = earlier.entries.keys.filter { entries[$0] == nil }.map(\.description)
    return changes.sorted()
  }
}

/// The ids of the endpoints that came, changed and went with a new catalogue.
struct CatalogChanges: Sendable, Equatable {
  var loaded: [String] = []
  var replaced: [String] = []
  var dropped: [String] = []
  var unchangedCount = 0

  fileprivate func sorted() -> CatalogChanges {
    CatalogChanges(
      loaded: loaded.sorted(), replaced: replaced.sorted(), dropped: dropped.sorted(),
      unchangedCount: unchangedCount)
  }
}
