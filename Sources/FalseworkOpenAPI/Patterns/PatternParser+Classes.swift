// Falsework
// SPDX-License-Identifier: MIT

extension PatternParser {
  /// Reads the class whose `[` is next.
  mutating func readClass() throws(PatternError) -> ScalarSet {
    let start = index
    index += 1
    let isInverted = skip("^")
    var set = ScalarSet()
    while !skip("]") {
      guard index < scalars.count else { throw .malformed("'[' at \(start) is not closed") }
      try readClassRange(into: &set)
    }
    return isInverted ? set.inverted : set
  }

  private mutating func readClassRange(into set: inout ScalarSet) throws(PatternError) {
    let first = try readClassAtom()
    guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
      return set.formUnion(first.set)
    }
    index += 1
    let last = try readClassAtom()
    guard let low = first.scalar, let high = last.scalar else {
      for part in [first.set, ScalarSet("-"), last.set] { set.formUnion(part) }
      return
    }
    guard low <= high else { throw .malformed("a range is out of order before \(index)") }
    set.insert(low.value...high.value)
  }

  private enum ClassAtom {
    case one(Unicode.Scalar)
    case many(ScalarSet)

    var scalar: Unicode.Scalar? {
      if case .one(let scalar) = self { scalar } else { nil }
    }

    var set: ScalarSet {
      switch self {
      case .one(let scalar): ScalarSet(scalar)
      case .many(let set): set
      }
    }
  }

  private mutating func readClassAtom() throws(PatternError) -> ClassAtom {
    guard let scalar = next else { throw .malformed("the pattern ends in a class") }
    guard scalar == "\\" else {
      index += 1
      return .one(scalar)
    }
    if let set = try takeClassEscape() { return .many(set) }
    if skip(#"\b"#) { return .one("\u{8}") }
    return .one(try readCharacterEscape())
  }

  /// Reads the escape whose backslash is next.
  mutating func readEscape() throws(PatternError) -> ScalarSet {
    if let set = try takeClassEscape() { return set }
    return ScalarSet(try readCharacterEscape())
  }

  private mutating func takeClassEscape() throws(PatternError) -> ScalarSet? {
    guard index + 1 < scalars.count else { return nil }
    let set: ScalarSet
    switch scalars[index + 1] {
    case "d": set = .digit
    case "D": set = .digit.inverted
    case "w": set = .word
    case "W": set = .word.inverted
    case "s": set = .space
    case "S": set = .space.inverted
    case "p", "P": return try readProperty()
    default: return nil
    }
    index += 2
    return set
  }

  private mutating func readProperty() throws(PatternError) -> ScalarSet {
    let isInverted = scalars[index + 1] == "P"
    index += 2
    guard skip("{"), let end = scalars[index...].firstIndex(of: "}") else {
      throw .malformed("a property has no name in braces at \(index)")
    }
    let name = scalars[index..<end].map(String.init).joined()
    guard let property = ScalarProperty(name) else {
      throw .unsupported("the property '\(name)'")
    }
    index = end + 1
    return isInverted ? ScalarSet(property).inverted : ScalarSet(property)
  }

  /// Reads an escape that stands for one character; its backslash is next.
  private mutating func readCharacterEscape() throws(PatternError) -> Unicode.Scalar {
    let start = index
    index += 1
    guard let scalar = next else { throw .malformed("the pattern ends in a backslash") }
    index += 1
    switch scalar {
    case "t": return "\t"
    case "n": return "\n"
    case "r": return "\r"
    case "v": return "\u{B}"
    case "f": return "\u{C}"
    case "0" where next?.asciiDigit == nil: return "\0"
    case "1"..."9": throw .unsupported("a backreference")
    case "k": throw .unsupported("a named backreference")
    case "c":
      guard let letter = next, letter.isASCII, letter.properties.isAlphabetic else { break }
      index += 1
      return Unicode.Scalar(UInt8(letter.value & 0x1F))
    case "x": if let value = takeHex(count: 2), let result = Unicode.Scalar(value) { return result }
    case "u": if let result = takeUnicode() { return result }
    default: if !scalar.isASCII || !ScalarSet.word.contains(scalar) { return scalar }
    }
    throw .malformed("'\\\(scalar)' at \(start) is no escape")
  }

  private mutating func takeHex(count: Int) -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = next?.hexDigit else { return nil }
      value = value << 4 | digit
      index += 1
    }
    return value
  }

  /// Takes `{…}`, four hex digits, or eight of them in two escapes that make a surrogate pair.
  private mutating func takeUnicode() -> Unicode.Scalar? {
    if skip("{") {
      var value: UInt32?
      while let digit = next?.hexDigit {
        value = min((value ?? 0) << 4 | digit, 0x11_0000)
        index += 1
      }
      return skip("}") ? value.flatMap(Unicode.Scalar.init) : nil
    }
    guard let first = takeHex(count: 4) else { return nil }
    guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
    guard skip(#"\u"#), let second = takeHex(count: 4), (0xDC00...0xDFFF).contains(second) else {
      return nil
    }
    return Unicode.Scalar(0x10000 + ((first & 0x3FF) << 10 | second & 0x3FF))
  }
}
