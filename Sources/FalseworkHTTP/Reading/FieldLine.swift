// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// One field line, valid as long as the bytes it was read from (RFC 9112 §5).
///
/// It is not copied, because there is one for every line of every head.
struct FieldLine: ~Copyable {
  let field: HTTPField
  let role: FieldRole
  /// The value without the blanks around it.
  let value: UnsafeBufferPointer<UInt8>

  /// Reads a line that is not empty and has lost its line ending.
  init(_ line: UnsafeBufferPointer<UInt8>) throws(HTTPMessageFault) {
    let nameEnd = try Self.nameEnd(line)
    let value = ASCII.trimmed(UnsafeBufferPointer(rebasing: line[(nameEnd + 1)...]))
    let isPrintable = WordScan.isPrintable(value)
    if !isPrintable { try Self.check(value) }
    let (name, role) = try Self.name(UnsafeBufferPointer(rebasing: line[..<nameEnd]))
    self.value = value
    self.role = role
    // Text is the quick way in; bytes keep what may not be UTF-8.
    self.field =
      isPrintable
      ? HTTPField(name: name, value: String(decoding: value, as: UTF8.self))
      : HTTPField(name: name, value: value)
  }

  private static func name(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(HTTPMessageFault) -> (HTTPField.Name, FieldRole) {
    if let known = FieldNameTable.common.find(bytes) { return known }
    guard let name = HTTPField.Name(String(decoding: bytes, as: UTF8.self)) else {
      throw .malformedFieldName
    }
    return (name, FieldRole(name))
  }

  private static func check(_ value: UnsafeBufferPointer<UInt8>) throws(HTTPMessageFault) {
    for byte in value where !ASCII.isFieldText(byte) {
      throw byte == ASCII.carriageReturn ? .bareCarriageReturn : .controlByteInFieldValue
    }
  }

  /// The count of bytes before the colon, all of which are token bytes.
  private static func nameEnd(
    _ line: UnsafeBufferPointer<UInt8>
  ) throws(HTTPMessageFault) -> Int {
    var index = 0
    while index < line.count, ASCII.isToken(line[index]) { index += 1 }
    guard index < line.count else { throw .malformedFieldName }
    switch line[index] {
    case ASCII.colon where index > 0: return index
    // Servers that take a folded or a padded line for something else get smuggled requests:
    // RFC 9112 §5.1 and §5.2.
    case ASCII.space, ASCII.tab: throw index == 0 ? .obsoleteLineFolding : .whitespaceInFieldName
    case ASCII.carriageReturn: throw .bareCarriageReturn
    default: throw .malformedFieldName
    }
  }
}
