// Falsework
// SPDX-License-Identifier: MIT

/// Why a file is no scenario, or a name none that is known.
public struct ScenarioFileProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file or folder; `nil` for a name.
  public let file: String?
  /// The line, from 1, where known.
  public let line: Int?
  /// The column in characters, from 1, where known.
  public let column: Int?
  /// What is wrong, and how to mend it.
  public let message: String

  init(_ message: String, file: String? = nil, line: Int? = nil, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// The problem in one line: `file:line:column: reason; suggestion`.
  public var description: String {
    let place = [file, line.map(String.init), column.map(String.init)].compactMap(\.self)
    return (place.isEmpty ? "" : place.joined(separator: ":") + ": ") + message
  }
}
