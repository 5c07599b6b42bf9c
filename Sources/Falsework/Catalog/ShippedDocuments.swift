// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

/// The documents that Falsework ships, which the build puts beside the program.
///
/// The bundle accessor that the build generates ends the process when the folder is missing; here
/// a missing folder is an error like any other. The program's own place is taken from the system,
/// so a symbolic link to the program works.
enum ShippedDocuments {
  static let bundleName = "falsework_Falsework.resources"

  /// Returns the folder of a kind of documents: those of fal's endpoints unless said otherwise.
  static func folder(named name: String = "openapi/fal-ai") throws(CatalogProblem) -> String {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let bundle = program.deletingLastPathComponent().appendingPathComponent(bundleName)
    let folder = bundle.appendingPathComponent(name).path
    guard FileManager.default.fileExists(atPath: folder) else {
      throw CatalogProblem(
        file: bundle.path, reason: "is missing; the build puts this folder beside the program")
    }
    return folder
  }
}
