// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI
internal import FalseworkProtocol
internal import Foundation

/// The endpoints that the mock has, one for each OpenAPI document in its folders.
struct EndpointCatalog: Sendable {
  private var documents: [EndpointID: OpenAPIDocument] = [:]
  private var applications: Set<EndpointID> = []

  /// The largest document that is read, in bytes.
  static let documentBytesMax = 8 << 20

  /// Reads every `.json` below the folders; a later document replaces an earlier one of its id.
  ///
  /// A document that cannot be used is reported, and the others still serve.
  init(folders: [String], report: (CatalogProblem) -> Void) throws(CatalogProblem) {
    for folder in folders {
      for file in try Self.files(in: folder) {
        do {
          try add(Self.read(file), from: file)
        } catch {
          report(error)
        }
      }
    }
    guard !documents.isEmpty else {
      throw CatalogProblem(
        file: folders.joined(separator: ", "),
        reason: "no usable OpenAPI document here; "
          + "put one of fal's per-endpoint documents into the folder")
    }
  }

  /// The ids of the endpoints, sorted.
  var endpointIDs: [String] { documents.keys.map(\.description).sorted() }

  func document(of endpoint: EndpointID) -> OpenAPIDocument? { documents[endpoint] }

  func hasApplication(_ endpoint: EndpointID) -> Bool {
    applications.contains(endpoint.application)
  }

  private mutating func add(
    _ document: OpenAPIDocument, from file: String
  ) throws(CatalogProblem) {
    guard let id = EndpointID(document.endpointID) else {
      throw CatalogProblem(
        file: file,
        reason: "\"\(document.endpointID)\" is not an endpoint id; "
          + "write owner/alias into info.x-fal-metadata.endpointId")
    }
    documents[id] = document
    applications.insert(id.application)
  }

  private static func files(in folder: String) throws(CatalogProblem) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue, let names = FileManager.default.enumerator(atPath: folder)
    else {
      throw CatalogProblem(
        file: folder, reason: "no such folder; give a folder of OpenAPI documents with --openapi")
    }
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  private static func read(_ file: String) throws(CatalogProblem) -> OpenAPIDocument {
    guard let handle = FileHandle(forReadingAtPath: file),
      let data = try? handle.read(upToCount: documentBytesMax + 1)
    else { throw CatalogProblem(file: file, reason: "cannot be read; check its permissions") }
    guard data.count <= documentBytesMax else {
      throw CatalogProblem(file: file, reason: "is larger than \(documentBytesMax) bytes")
    }
    do {
      return try OpenAPIDocument(JSONValue.parse([UInt8](data)))
    } catch let error as JSONSyntaxError {
      throw CatalogProblem(
        file: file, reason: "line \(error.line), column \(error.column): \(error.pythonMessage)")
    } catch {
      throw CatalogProblem(file: file, reason: "\(error)")
    }
  }
}

/// Why a document, or a folder of them, cannot be used.
public struct CatalogProblem: Error, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let file: String
  /// What is wrong, and where.
  public let reason: String

  /// The problem in one line.
  public var description: String { "\(file): \(reason)" }
}
