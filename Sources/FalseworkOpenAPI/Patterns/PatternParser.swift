// Falsework
// SPDX-License-Identifier: MIT

/// Reads the grammar of ECMA-262 §22.2.1 with the flag `u`.
///
/// Deviation: as without the flag (annex B.1.2), `{`, `}` and `]` may stand for themselves, so may
/// any escaped character that is neither a letter nor a digit, and so does the hyphen in `[\w-.]`.
struct PatternParser {
  static let groupDepthMax = 200

  let scalars: [Unicode.Scalar]
  var index = 0
  private var depth = 0

  init(_ source: String) { scalars = Array(source.unicodeScalars) }

  mutating func parse() throws(PatternError) -> PatternTree {
    let tree = try readChoice()
    if index < scalars.count { throw .malformed("')' closes nothing at \(index)") }
    return tree
  }

  var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  mutating func skip(_ text: String) -> Bool {
    guard scalars[index...].starts(with: text.unicodeScalars) else { return false }
    index += text.unicodeScalars.count
    return true
  }

  private mutating func readChoice() throws(PatternError) -> PatternTree {
    var branches = [try readSequence()]
    while skip("|") { branches.append(try readSequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func readSequence() throws(PatternError) -> PatternTree {
    var terms: [PatternTree] = []
    while let scalar = next, scalar != "|", scalar != ")" { terms.append(try readTerm()) }
    return terms.count == 1 ? terms[0] : .sequence(terms)
  }

  private mutating func readTerm() throws(PatternError) -> PatternTree {
    if let assertion = takeAssertion() { return .assertion(assertion) }
    let atom = try readAtom()
    guard let (minimum, maximum) = try readQuantifier() else { return atom }
    return .repetition(atom, minimum: minimum, maximum: maximum)
  }

  private mutating func takeAssertion() -> PatternAssertion? {
    if skip("^") { return .start }
    if skip("$") { return .end }
    if skip(#"\b"#) { return .wordBoundary }
    if skip(#"\B"#) { return .noWordBoundary }
    return nil
  }

  private mutating func readAtom() throws(PatternError) -> PatternTree {
    let start = index
    switch next {
    case "(": return try readGroup()
    case "[": return .scalars(try readClass())
    case "\\": return .scalars(try readEscape())
    case ".":
      index += 1
      return .scalars(.dot)
    case "*", "+", "?": throw .malformed("nothing to repeat at \(start)")
    case "{": return .scalars(try readBrace())
    case let scalar?:
      index += 1
      return .scalars(ScalarSet(scalar))
    case nil: return .empty
    }
  }

  /// A brace stands for itself unless it counts.
  private mutating func readBrace() throws(PatternError) -> ScalarSet {
    let start = index
    if try readQuantifier() != nil { throw .malformed("nothing to repeat at \(start)") }
    index += 1
    return ScalarSet("{")
  }

  private mutating func readGroup() throws(PatternError) -> PatternTree {
    let start = index
    index += 1
    if depth >= Self.groupDepthMax {
      throw .unsupported("more than \(Self.groupDepthMax) nested groups")
    }
    try readGroupKind()
    depth += 1
    defer { depth -= 1 }
    let tree = try readChoice()
    guard skip(")") else { throw .malformed("'(' at \(start) is not closed") }
    return tree
  }

  private mutating func readGroupKind() throws(PatternError) {
    guard next == "?" else { return }
    for opening in ["?=", "?!", "?<=", "?<!"] where skip(opening) {
      throw .unsupported("lookaround '(\(opening)'")
    }
    if skip("?:") { return }
    guard skip("?<") else { throw .unsupported("a group other than '(?:' and '(?<name>'") }
    let name = scalars[index...].prefix { $0 != ">" && $0.properties.isIDContinue || $0 == "$" }
    index += name.count
    guard !name.isEmpty, skip(">") else { throw .malformed("a group has no name at \(index)") }
  }

  /// Reads `*`, `+`, `?` or counts in braces, and whether they are lazy, which changes nothing.
  private mutating func readQuantifier() throws(PatternError) -> (Int, Int?)? {
    var bounds: (Int, Int?)
    if skip("*") {
      bounds = (0, nil)
    } else if skip("+") {
      bounds = (1, nil)
    } else if skip("?") {
      bounds = (0, 1)
    } else {
      guard let counts = takeCounts() else { return nil }
      bounds = counts
    }
    _ = skip("?")
    if let maximum = bounds.1, maximum < bounds.0 {
      throw .malformed("counts are out of order before \(index)")
    }
    return bounds
  }

  /// Takes `{n}`, `{n,}` or `{n,m}`; other braces stand for themselves.
  private mutating func takeCounts() -> (Int, Int?)? {
    let start = index
    if skip("{"), let minimum = takeNumber() {
      if skip("}") { return (minimum, minimum) }
      if skip(",") {
        if skip("}") { return (minimum, nil) }
        if let maximum = takeNumber(), skip("}") { return (minimum, maximum) }
      }
    }
    index = start
    return nil
  }

  /// Takes digits; numbers beyond a billion count as that, which no program holds.
  private mutating func takeNumber() -> Int? {
    var number: Int?
    while let digit = next?.asciiDigit {
      number = min((number ?? 0) * 10 + digit, 1_000_000_000)
      index += 1
    }
    return number
  }
}

extension Unicode.Scalar {
  /// The value of `0` to `9`.
  var asciiDigit: Int? { ("0"..."9").contains(self) ? Int(value) - 0x30 : nil }

  /// The value of `0` to `9`, `a` to `f` and `A` to `F`.
  var hexDigit: UInt32? {
    switch self {
    case "0"..."9": value - 0x30
    case "a"..."f": value - 0x57
    case "A"..."F": value - 0x37
    default: nil
    }
  }
}
