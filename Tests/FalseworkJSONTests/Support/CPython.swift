// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation
import Testing

/// CPython's `json.loads`, by `Tests/differential/json_verdicts.py`.
enum CPython {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../differential/json_verdicts.py").standardizedFileURL.path

  /// Returns a line for each document, as the script describes it.
  static func verdicts(on documents: [[UInt8]], by python: String) throws -> [String] {
    let folder = try TemporaryFolder()
    let input = URL(filePath: folder.path + "/documents")
    let lines = documents.map { Data($0).base64EncodedString() + "\n" }
    try Data(lines.joined().utf8).write(to: input)
    let outcome = try ExternalProgram([python, script, input.path]).outcomeBlocking()
    withExtendedLifetime(folder) {}
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").map(String.init)
  }
}
