// Falsework
// SPDX-License-Identifier: MIT

package import FalseworkFaults
internal import FalseworkJSON
internal import Foundation

/// A scenario in a file: YAML, or JSON by the name's ending.
package struct ScenarioFile: Sendable {
  /// The path.
  package let path: String
  /// The bytes as they stand there.
  package let bytes: [UInt8]
  /// What they mean.
  package let scenario: Scenario

  /// The endings of files of scenarios.
  package static let endings = [".yaml", ".yml", ".json"]

  /// Reads a file.
  package init(_ path: String) throws(ScenarioFileProblem) {
    self.path = path
    bytes = try Self.contents(of: path)
    scenario = try Self.scenario(bytes, path)
  }

  /// Returns the scenario that the bytes of a file describe.
  package static func scenario(
    _ bytes: [UInt8], _ path: String
  ) throws(ScenarioFileProblem) -> Scenario {
    let isJSON = path.hasSuffix(".json")
    let document = isJSON ? try json(bytes, path) : try yaml(bytes, path)
    do {
      return try ScenarioReader.scenario(document)
    } catch {
      if isJSON {
        var locator = JSONLocator(bytes)
        let place = locator.place(of: error.pointer, error.part)
        throw ScenarioFileProblem(
          error.message, file: path, line: place.line, column: place.column)
      }
      let place = YAMLLocator.place(of: error.pointer, error.part, in: bytes)
      throw ScenarioFileProblem(
        error.message, file: path, line: place?.line, column: place?.column)
    }
  }

  private static func json(
    _ bytes: [UInt8], _ path: String
  ) throws(ScenarioFileProblem) -> JSONValue {
    do {
      return try JSONValue.parse(bytes)
    } catch {
      throw ScenarioFileProblem(
        error.pythonMessage, file: path, line: error.line, column: error.column)
    }
  }

  private static func yaml(
    _ bytes: [UInt8], _ path: String
  ) throws(ScenarioFileProblem) -> JSONValue {
    do {
      return try YAMLReader.value(of: bytes)
    } catch {
      throw ScenarioFileProblem(error.reason, file: path, line: error.line, column: error.column)
    }
  }

  private static func contents(of path: String) throws(ScenarioFileProblem) -> [UInt8] {
    let bytesMax = ScenarioReader.documentBytesMax
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: bytesMax + 1)
    else {
      throw ScenarioFileProblem(
        "cannot be read; name a file that is there and may be read", file: path)
    }
    guard data.count <= bytesMax else {
      throw ScenarioFileProblem("is larger than \(bytesMax) bytes", file: path)
    }
    return [UInt8](data)
  }
}
