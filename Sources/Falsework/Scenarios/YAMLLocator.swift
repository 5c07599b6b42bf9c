// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import Yams

/// Finds where in a YAML document the values stand that JSON pointers name.
enum YAMLLocator {
  /// Returns the line and column of what a pointer names, or of the innermost value on the way to
  /// it; `nil` for bytes that are no YAML.
  static func place(
    of pointer: JSONPointer, _ part: JSONLocator.Part, in bytes: [UInt8]
  ) -> (line: Int, column: Int)? {
    guard let text = String(validating: bytes, as: UTF8.self),
      var node = try? Yams.compose(yaml: text, .basic)
    else { return nil }
    var mark = node.mark
    for token in pointer.tokens {
      guard let (name, value) = child(token, of: node) else { break }
      mark = (part == .name ? name?.mark : value.mark) ?? value.mark ?? mark
      node = value
    }
    return mark.map { ($0.line, $0.column) }
  }

  private static func child(_ token: String, of node: Node) -> (name: Node?, value: Node)? {
    switch node {
    case .mapping(let mapping):
      return mapping.first { $0.key.scalar?.string == token }.map { ($0.key, $0.value) }
    case .sequence(let sequence):
      guard let index = Int(token), sequence.indices.contains(index) else { return nil }
      return (nil, sequence[index])
    case .scalar, .alias:
      return nil
    }
  }
}
