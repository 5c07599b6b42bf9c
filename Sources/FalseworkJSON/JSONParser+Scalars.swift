// Falsework
// SPDX-License-Identifier: MIT

extension JSONParser {
  /// Reads `true`, `false`, `null` or a number at `index`.
  mutating func readNumberOrWord() throws(JSONSyntaxError) -> JSONValue {
    switch bytes[index] {
    case UInt8(ascii: "t") where skip(word: "true"): return .bool(true)
    case UInt8(ascii: "f") where skip(word: "false"): return .bool(false)
    case UInt8(ascii: "n") where skip(word: "null"): return .null
    default: break
    }
    if reading == .python, let number = readNonFinite() { return .number(number) }
    return .number(try readNumber())
  }

  private mutating func readNonFinite() -> JSONNumber? {
    for word: StaticString in ["NaN", "Infinity", "-Infinity"] where skip(word: word) {
      return JSONNumber(unchecked: word.description)
    }
    return nil
  }

  /// Takes the longest number at `index` (RFC 8259 §6); what follows it is the caller's concern.
  private mutating func readNumber() throws(JSONSyntaxError) -> JSONNumber {
    let start = index
    var end = bytes[start] == ASCII.minus ? start + 1 : start
    guard let first = byte(at: end), ASCII.isDigit(first) else {
      throw failure(.expectedValue, at: start)
    }
    end = first == ASCII.zero ? end + 1 : digitsEnd(from: end)
    let integerEnd = end
    end = exponentEnd(from: fractionEnd(from: end))
    if end == integerEnd, reading == .python, end - start > limits.integerDigitsMax {
      try checkDigitCount(from: start, to: end)
    }
    index = end
    return JSONNumber(unchecked: text(start, end))
  }

  private func checkDigitCount(from start: Int, to end: Int) throws(JSONSyntaxError) {
    let count = bytes[start] == ASCII.minus ? end - start - 1 : end - start
    if count > limits.integerDigitsMax {
      throw failure(.integerTooLong(limit: limits.integerDigitsMax), at: start)
    }
  }

  private func fractionEnd(from start: Int) -> Int {
    guard byte(at: start) == ASCII.point else { return start }
    let end = digitsEnd(from: start + 1)
    return end > start + 1 ? end : start
  }

  private func exponentEnd(from start: Int) -> Int {
    guard let letter = byte(at: start), letter | 0x20 == ASCII.lowerE else { return start }
    let sign = byte(at: start + 1)
    let digits = sign == ASCII.plus || sign == ASCII.minus ? start + 2 : start + 1
    let end = digitsEnd(from: digits)
    return end > digits ? end : start
  }

  private func digitsEnd(from start: Int) -> Int {
    var end = start
    while end < bytes.count, ASCII.isDigit(bytes[end]) { end += 1 }
    return end
  }

  private func byte(at offset: Int) -> UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }

  private mutating func skip(word: StaticString) -> Bool {
    let end = index + word.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard expected.elementsEqual(bytes[index..<end]) else { return false }
    index = end
    return true
  }
}
