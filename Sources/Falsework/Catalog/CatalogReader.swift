// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
package import FalseworkOpenAPI
internal import FalseworkProtocol
internal import Foundation

/// Reads the documents in folders into a catalogue.
package struct CatalogReader {
  /// The largest document that is read, in bytes.
  static let documentBytesMax = 8 << 20
  /// How deep the values of a document may be nested.
  static let documentDepthMax = 512

  /// The catalogue of what can be used.
  private(set) var catalog = EndpointCatalog()
  /// What cannot be used, and why.
  package private(set) var problems: [CatalogProblem] = []

  /// Reads every `.json`, `.yaml` and `.yml` below the folders.
  ///
  /// A document replaces one of its id from an earlier folder. A document that cannot be used is
  /// noted, and the others still serve.
  init(folders: [String]) {
    for folder in folders {
      do throws(CatalogProblem) {
        try readFolder(folder)
      } catch {
        problems.append(error)
      }
    }
  }

  /// The same, where each folder must be there.
  init(requiring folders: [String]) throws(CatalogProblem) {
    for folder in folders { _ = try Self.names(in: folder) }
    self.init(folders: folders)
  }

  /// Reads the shipped documents and those in folders of the user's, each of which must be there.
  package init(shippedAnd folders: [String]) throws(CatalogProblem) {
    try self.init(requiring: [ShippedDocuments.folder()] + folders)
  }

  /// The ids of the endpoints that can be used, sorted.
  package var endpointIDs: [String] { catalog.endpointIDs }

  /// The document of an endpoint, `nil` when none can be used.
  package func document(of endpoint: String) -> OpenAPIDocument? {
    EndpointID(endpoint).flatMap(catalog.document)
  }

  private mutating func readFolder(_ folder: String) throws(CatalogProblem) {
    var own: [EndpointID: String] = [:]
    for file in try Self.files(in: folder) {
      do throws(CatalogProblem) {
        let (id, document) = try Self.read(file)
        if let other = own[id] {
          throw CatalogProblem(
            file: file, place: Self.idPlace,
            reason: "\(id) is described by \(other) already; keep one of the two")
        }
        own[id] = file
        catalog.add(EndpointCatalog.Entry(document: document, file: file), as: id)
      } catch {
        problems.append(error)
      }
    }
  }

  private static let idPlace = "#/info/x-fal-metadata/endpointId"

  /// Returns the paths of the documents below a folder, sorted.
  private static func files(in folder: String) throws(CatalogProblem) -> [String] {
    let endings = [".json", ".yaml", ".yml"]
    return try names(in: folder).compactMap { $0 as? String }
      .filter { name in endings.contains { name.hasSuffix($0) } }
      // A schema describes documents of another kind, such as scenarios.
      .filter { !$0.hasSuffix(".schema.json") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  /// What is below a folder, which is looked for as it is asked for.
  private static func names(
    in folder: String
  ) throws(CatalogProblem) -> FileManager.DirectoryEnumerator {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue, let names = FileManager.default.enumerator(atPath: folder)
    else {
      throw CatalogProblem(
        file: folder, reason: "no such folder; give a folder of OpenAPI documents with --openapi")
    }
    return names
  }

  private static func read(
    _ file: String
  ) throws(CatalogProblem) -> (EndpointID, OpenAPIDocument) {
    let json = try value(in: file)
    let document: OpenAPIDocument
    do {
      document = try OpenAPIDocument(json)
    } catch {
      let place = "#\(error.pointer)"
      throw CatalogProblem(
        file: file, place: place, reason: String("\(error)".dropFirst(place.count + 2)))
    }
    guard let id = EndpointID(document.endpointID) else {
      throw CatalogProblem(
        file: file, place: idPlace,
        reason: "\"\(document.endpointID)\" is not an endpoint id; write owner/alias")
    }
    return (id, document)
  }

  private static func value(in file: String) throws(CatalogProblem) -> JSONValue {
    let bytes = try contents(of: file)
    guard file.hasSuffix(".json") else {
      do {
        return try YAMLReader.value(of: bytes)
      } catch {
        throw CatalogProblem(file: file, place: error.place, reason: error.reason)
      }
    }
    do {
      return try JSONValue.parse(bytes, limits: JSONLimits(depthMax: documentDepthMax))
    } catch {
      throw CatalogProblem(
        file: file, place: "line \(error.line), column \(error.column)",
        reason: error.pythonMessage)
    }
  }

  private static func contents(of file: String) throws(CatalogProblem) -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: file),
      let data = try? handle.read(upToCount: documentBytesMax + 1)
    else { throw CatalogProblem(file: file, reason: "cannot be read; check its permissions") }
    guard data.count <= documentBytesMax else {
      throw CatalogProblem(file: file, reason: "is larger than \(documentBytesMax) bytes")
    }
    return [UInt8](data)
  }
}
