// Falsework
// SPDX-License-Identifier: MIT

package import Logging
internal import Synchronization

/// The catalogue that is in force, which a new reading of the folders replaces in one step.
///
/// Whoever has taken a catalogue goes on with it; nobody sees half of two.
package final class CatalogShelf: Sendable {
  private let folders: [String]
  private let logger: Logger
  private let shelved: Mutex<EndpointCatalog>
  /// One reading at a time, so that the last one asked for is the one that stays.
  private let reading = Mutex(())

  /// Reads the folders for the first time; one that is missing, or no usable document, is an error.
  package init(folders: [String], logger: Logger) throws(CatalogProblem) {
    let reader = try CatalogReader(requiring: folders)
    Self.report(reader.problems, logger)
    guard !reader.catalog.isEmpty else {
      throw CatalogProblem(
        file: folders.joined(separator: ", "),
        reason: "no usable OpenAPI document here; "
          + "put one of fal's per-endpoint documents into the folder")
    }
    self.folders = folders
    self.logger = logger
    shelved = Mutex(reader.catalog)
  }

  /// Logs what was loaded, once it is served.
  package func announce() {
    Self.report(current.changes(since: EndpointCatalog()), logger)
  }

  /// The catalogue that is in force.
  var current: EndpointCatalog { shelved.withLock { $0 } }

  /// The ids of the endpoints in force, sorted.
  package var endpointIDs: [String] { current.endpointIDs }

  /// Reads the folders again; when nothing in them is usable, the catalogue stays as it is.
  package func reload() {
    reading.withLock { _ in
      let reader = CatalogReader(folders: folders)
      Self.report(reader.problems, logger)
      guard !reader.catalog.isEmpty else {
        logger.error("no document is usable, so the endpoints stay as they were")
        return
      }
      let earlier = shelved.withLock { shelved in
        defer { shelved = reader.catalog }
        return shelved
      }
      Self.report(reader.catalog.changes(since: earlier), logger)
    }
  }

  private static func report(_ problems: [CatalogProblem], _ logger: Logger) {
    for problem in problems {
      logger.error("a document is left out", metadata: ["reason": "\(problem)"])
    }
  }

  private static func report(_ changes: CatalogChanges, _ logger: Logger) {
    var metadata: Logger.Metadata = ["unchanged": "\(changes.unchangedCount)"]
    let lists = [
      ("loaded", changes.loaded), ("replaced", changes.replaced), ("dropped", changes.dropped),
    ]
    for (name, ids) in lists where !ids.isEmpty {
      metadata[name] = "\(ids.joined(separator: ","))"
    }
    logger.info("documents are read", metadata: metadata)
  }
}
