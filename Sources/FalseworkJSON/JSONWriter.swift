// Falsework
// SPDX-License-Identifier: MIT

extension JSONValue {
  /// Returns the value as bytes of UTF-8.
  public func serialized(_ style: JSONStyle = .compact) -> [UInt8] {
    var writer = JSONWriter(style: style)
    writer.write(self)
    return writer.bytes
  }

  /// Returns the value as text.
  public func text(_ style: JSONStyle = .compact) -> String {
    String(decoding: serialized(style), as: UTF8.self)
  }
}

struct JSONWriter {
  var bytes: [UInt8] = []
  let style: JSONStyle

  private static let bytesTypical = 512

  init(style: JSONStyle) {
    self.style = style
    bytes.reserveCapacity(Self.bytesTypical)
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: write(word: "null")
    case .bool(let flag): write(word: flag ? "true" : "false")
    case .number(let number): bytes.append(contentsOf: number.literal.utf8)
    case .string(let text): write(string: text)
    case .array(let elements): write(elements)
    case .object(let object): write(object)
    }
  }

  mutating func write(word: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  private mutating func write(separator: String) {
    var separator = separator
    separator.withUTF8 { bytes.append(contentsOf: $0) }
  }

  private mutating func write(_ elements: [JSONValue]) {
    bytes.append(ASCII.openBracket)
    var isFirst = true
    for element in elements {
      separate(&isFirst)
      write(element)
    }
    bytes.append(ASCII.closeBracket)
  }

  private mutating func write(_ object: JSONObject) {
    bytes.append(ASCII.openBrace)
    var isFirst = true
    for member in ordered(object.members) {
      separate(&isFirst)
      write(string: member.name)
      separateNameFromValue()
      write(member.value)
    }
    bytes.append(ASCII.closeBrace)
  }

  mutating func separateNameFromValue() {
    write(separator: style.nameSeparator)
  }

  mutating func separate(_ isFirst: inout Bool) {
    if !isFirst { write(separator: style.itemSeparator) }
    isFirst = false
  }

  private func ordered(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
    switch style.keyOrder {
    case .asHeld: members
    case .sorted: members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
  }
}
