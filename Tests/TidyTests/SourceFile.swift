// Falsework
// SPDX-License-Identifier: MIT

/// A Swift file, line by line and in layers.
struct SourceFile: Sendable {
  /// The path from the top of the repository.
  let path: String
  /// The lines as they are.
  let lines: [String]
  /// The lines with comments and the contents of literals blanked out.
  let code: [String]
  private let text: String

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = Self.lines(Array(text.utf8))
    code = Self.lines(of: text) { $0 == .code }
  }

  /// The lines with everything but comments blanked out.
  var comments: [String] { Self.lines(of: text) { $0 == .comment } }
  /// The lines with comments blanked out.
  var uncommented: [String] { Self.lines(of: text) { $0 != .comment } }

  /// The last part of the path.
  var name: String { String(path.split(separator: "/").last ?? "") }

  /// The target that the file belongs to: the folder below `Sources` or `Tests`.
  var target: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  /// Returns findings with a message for each line of a text that has something to complain of.
  func findings(
    in lines: [String], _ complaint: (_ line: String) -> String?
  ) -> [Finding] {
    lines.enumerated().compactMap { index, line in
      complaint(line).map { Finding(file: path, line: index + 1, message: $0) }
    }
  }

  private static func lines(
    of text: String, where isKept: (SourceLayer) -> Bool
  ) -> [String] {
    var bytes = Array(text.utf8)
    let (newline, space) = (UInt8(ascii: "\n"), UInt8(ascii: " "))
    for (index, layer) in SourceScanner.layers(of: text).enumerated() {
      if bytes[index] != newline, !isKept(layer) { bytes[index] = space }
    }
    return lines(bytes)
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }
}
