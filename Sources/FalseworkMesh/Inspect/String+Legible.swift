// Falsework
// SPDX-License-Identifier: MIT

extension String {
  /// The most characters of a file's own text that are told.
  private static let legibleCountMax = 240

  /// The text on one line, without what could steer a terminal, and no longer than people read.
  ///
  /// Files say what they like in names and notes; a report of them must not be theirs to write.
  var legible: String {
    var result = ""
    for character in prefix(Self.legibleCountMax) {
      for scalar in character.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
          result += "\\u{" + String(scalar.value, radix: 16) + "}"
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
    return dropFirst(Self.legibleCountMax).isEmpty ? result : result + "…"
  }
}
