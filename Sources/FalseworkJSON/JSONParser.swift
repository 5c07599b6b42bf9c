// Falsework
// SPDX-License-Identifier: MIT

// Theory of operation
//
// One pass over bytes already known to be UTF-8, without recursion: open arrays and objects are
// frames on a stack, and finished values lie on a second stack until their container closes and
// takes the top of it. The parser is always in one of two places:
//
//   before a value   scalar → after a value; `[` or `{` opens a frame, and if its end follows at
//                    once it closes → after a value
//   after a value    no frame left → only white space may follow
//                    `,` → (member name and `:`) → before a value
//                    the frame's end → close → after a value
//
// Offsets of errors are CPython's, so that a reply built from them is byte for byte the same.

struct JSONParser: ~Copyable {
  let bytes: UnsafeBufferPointer<UInt8>
  let reading: JSONReading
  let limits: JSONLimits
  var index = 0
  private var frames: [Frame] = []
  private var values = MovingStack<JSONValue>()
  private var names = MovingStack<String>()

  private struct Frame {
    enum Kind { case array, object }
    let kind: Kind
    let valueBase: Int
    let nameBase: Int
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>, reading: JSONReading, limits: JSONLimits) {
    self.bytes = bytes
    self.reading = reading
    self.limits = limits
  }

  mutating func parseDocument() throws(JSONSyntaxError) -> JSONValue {
    try checkEncoding()
    while true {
      guard let value = try readValueOrOpen() else { continue }
      if let document = try place(value) { return document }
    }
  }

  func failure(_ reason: JSONSyntaxError.Reason, at offset: Int) -> JSONSyntaxError {
    JSONSyntaxError(reason, at: offset, in: bytes)
  }

  private mutating func checkEncoding() throws(JSONSyntaxError) {
    if bytes.count > limits.bytesMax {
      throw failure(.sizeExceeded(limit: limits.bytesMax), at: 0)
    }
    if let offset = UTF8Text.firstInvalidOffset(bytes) { throw failure(.invalidUTF8, at: offset) }
    index = UTF8Text.markLength(bytes)
    if index > 0, reading == .rfc8259 { throw failure(.byteOrderMark, at: 0) }
  }

  /// Reads a scalar or an empty container; opens any other container and returns `nil`.
  private mutating func readValueOrOpen() throws(JSONSyntaxError) -> JSONValue? {
    skipWhitespace()
    guard index < bytes.count else { throw failure(.expectedValue, at: index) }
    switch bytes[index] {
    case ASCII.openBrace:
      try open(.object)
      if skip(ASCII.closeBrace) { return close() }
      try readName()
      return nil
    case ASCII.openBracket:
      try open(.array)
      if skip(ASCII.closeBracket) { return close() }
      return nil
    case ASCII.quote:
      return .string(try readString())
    default:
      return try readNumberOrWord()
    }
  }

  private mutating func open(_ kind: Frame.Kind) throws(JSONSyntaxError) {
    if frames.count >= limits.depthMax {
      throw failure(.depthExceeded(limit: limits.depthMax), at: index)
    }
    frames.append(Frame(kind: kind, valueBase: values.count, nameBase: names.count))
    index += 1
    skipWhitespace()
  }

  private mutating func readName() throws(JSONSyntaxError) {
    guard index < bytes.count, bytes[index] == ASCII.quote else {
      throw failure(.expectedMemberName, at: index)
    }
    names.push(try readString())
    skipWhitespace()
    guard skip(ASCII.colon) else { throw failure(.expectedColon, at: index) }
  }

  /// Hands the value to its container, that one to its own if it ends here, and so on; returns the
  /// value that has none, which is the document.
  private mutating func place(
    _ finished: consuming JSONValue
  ) throws(JSONSyntaxError) -> JSONValue? {
    var value = finished
    while true {
      skipWhitespace()
      guard let frame = frames.last else {
        guard index == bytes.count else { throw failure(.trailingData, at: index) }
        return value
      }
      values.push(consume value)
      if skip(ASCII.comma) {
        skipWhitespace()
        if frame.kind == .object { try readName() }
        return nil
      }
      guard skip(frame.kind == .object ? ASCII.closeBrace : ASCII.closeBracket) else {
        throw failure(.expectedCommaOrEnd, at: index)
      }
      value = close()
    }
  }

  /// Moves the values above the frame's base into their container.
  ///
  /// An empty container has the storage that all empty arrays share, to which nothing may be
  /// written.
  private mutating func close() -> JSONValue {
    let frame = frames.removeLast()
    let count = values.count - frame.valueBase
    guard count > 0 else { return frame.kind == .array ? .array([]) : .object(JSONObject()) }
    switch frame.kind {
    case .array: return .array(takeElements(above: frame, count))
    case .object: return .object(JSONObject(members: takeMembers(above: frame, count)))
    }
  }

  private mutating func takeElements(above frame: Frame, _ count: Int) -> [JSONValue] {
    values.take(from: frame.valueBase) { values in
      var elements: [JSONValue] = []
      elements.reserveCapacity(count)
      for index in 0..<count { elements.append((values + index).move()) }
      return elements
    }
  }

  private mutating func takeMembers(above frame: Frame, _ count: Int) -> [JSONObject.Member] {
    names.take(from: frame.nameBase) { names in
      values.take(from: frame.valueBase) { values in
        var members: [JSONObject.Member] = []
        members.reserveCapacity(count)
        for index in 0..<count {
          members.append(
            JSONObject.Member(name: (names + index).move(), value: (values + index).move()))
        }
        return members
      }
    }
  }

  @inline(__always)
  private mutating func skipWhitespace() {
    while index < bytes.count, ASCII.isWhitespace(bytes[index]) { index += 1 }
  }

  @inline(__always)
  private mutating func skip(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }
}
