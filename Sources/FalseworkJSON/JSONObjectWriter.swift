// Falsework
// SPDX-License-Identifier: MIT

/// A writer of one object, member by member, for bodies that are written too often to be built as
/// values first.
///
/// The members stand in the order of the calls, whatever the style says of sorting.
public struct JSONObjectWriter {
  private var writer: JSONWriter
  private var isFirst = true

  /// Begins an object.
  public init(_ style: JSONStyle = .compact) {
    writer = JSONWriter(style: style)
    writer.bytes.append(ASCII.openBrace)
  }

  /// Writes a member whose value is text, which may come in two parts.
  ///
  /// The name is written as it is: it needs no escape.
  public mutating func write(_ name: StaticString, text: String, _ rest: String = "") {
    begin(name)
    writer.bytes.append(ASCII.quote)
    writer.write(unquoted: text)
    writer.write(unquoted: rest)
    writer.bytes.append(ASCII.quote)
  }

  /// Writes a member, whose name needs no escape.
  public mutating func write(_ name: StaticString, _ value: JSONValue) {
    begin(name)
    writer.write(value)
  }

  /// Ends the object and returns its bytes of UTF-8.
  public consuming func finish() -> [UInt8] {
    writer.bytes.append(ASCII.closeBrace)
    return writer.bytes
  }

  private mutating func begin(_ name: StaticString) {
    writer.separate(&isFirst)
    writer.bytes.append(ASCII.quote)
    writer.write(word: name)
    writer.bytes.append(ASCII.quote)
    writer.separateNameFromValue()
  }
}
