// Falsework
// SPDX-License-Identifier: MIT

/// Why a document, or a folder of them, cannot be used.
public struct CatalogProblem: Error, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let file: String
  /// The place in the file: a JSON pointer such as `#/paths`, or a line and column.
  public let place: String?
  /// What is wrong.
  public let reason: String

  init(file: String, place: String? = nil, reason: String) {
    self.file = file
    self.place = place
    self.reason = reason
  }

  /// The problem in one line.
  public var description: String { "\(file): \(place.map { $0 + ": " } ?? "")\(reason)" }
}
