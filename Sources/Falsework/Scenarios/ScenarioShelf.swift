// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import Foundation

/// The scenarios that Falsework ships, and those in files that the user names.
package struct ScenarioShelf: Sendable {
  /// The names of what is shipped, sorted.
  package let names: [String]
  private let folder: String

  /// Looks what is shipped; nothing is read yet.
  package init() throws(ScenarioFileProblem) {
    do {
      folder = try ShippedDocuments.folder(named: "scenarios")
    } catch {
      throw ScenarioFileProblem(error.reason, file: error.file)
    }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    names = files.filter { $0.hasSuffix(Self.ending) }.map { String($0.dropLast(5)) }.sorted()
  }

  private static let ending = ".yaml"

  /// Returns everything that is shipped, in the order of the names.
  package func all() throws(ScenarioFileProblem) -> [ScenarioFile] {
    var files: [ScenarioFile] = []
    for name in names { files.append(try file(named: name)) }
    return files
  }

  /// Returns the shipped scenario of a name, with its file.
  package func file(named name: String) throws(ScenarioFileProblem) -> ScenarioFile {
    guard names.contains(name) else {
      let suggestion =
        Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
        ?? "\"falsework scenarios\" lists them, and a path with a slash names a file"
      throw ScenarioFileProblem("there is no scenario \"\(name.prefix(80))\"; \(suggestion)")
    }
    return try ScenarioFile("\(folder)/\(name)\(Self.ending)")
  }

  /// Returns the scenario that somebody chose: a file if the text has a slash or the ending of one,
  /// else one that is shipped.
  package func file(_ choice: String) throws(ScenarioFileProblem) -> ScenarioFile {
    let isPath = choice.contains("/") || ScenarioFile.endings.contains { choice.hasSuffix($0) }
    return isPath ? try ScenarioFile(choice) : try file(named: choice)
  }
}
