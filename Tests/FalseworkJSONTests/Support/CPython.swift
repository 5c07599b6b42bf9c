// Falsework
// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// CPython's `json.loads`, by `Tests/differential/json_verdicts.py`.
enum CPython {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../differential/json_verdicts.py").standardizedFileURL.path

  /// Returns a line for each document, as the script describes it.
  static func verdicts(on documents: [[UInt8]], by python: String) throws -> [String] {
    let base = FileManager.default.temporaryDirectory
      .appending(path: "falsework-json-\(ProcessInfo.processInfo.globallyUniqueString)")
    let (input, output) = (base.appendingPathExtension("in"), base.appendingPathExtension("out"))
    defer { for file in [input, output] { try? FileManager.default.removeItem(at: file) } }
    let lines = documents.map { Data($0).base64EncodedString() + "\n" }
    try Data(lines.joined().utf8).write(to: input)
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [script, input.path]
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map(String.init)
  }
}
