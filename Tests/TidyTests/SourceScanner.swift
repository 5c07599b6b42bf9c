// Falsework
// SPDX-License-Identifier: MIT

// Theory of operation
//
// One pass over the bytes of a Swift file tells code, comments and the contents of string
// literals apart. What is open is on a stack, because literals hold interpolations that hold
// code that holds literals:
//
//   code            `//` and `/*` begin a comment, `"` begins a literal (`#`s and `"""` are kept
//                   in mind), `)` may end an interpolation
//   literal         `\` with the literal's number of `#` escapes one byte, or begins an
//                   interpolation when `(` follows; the delimiter ends it, and so does the end
//                   of the line unless it has three quotes
//
// Deviation: regular expression literals are taken for code; the repository has none.

/// What a byte of a Swift file belongs to.
enum SourceLayer {
  case code, comment, string
}

struct SourceScanner {
  private enum Frame {
    case interpolation(parenthesesOpen: Int)
    case literal(hashes: Int, quotes: Int)
  }

  private let bytes: [UInt8]
  private var layers: [SourceLayer] = []
  private var frames: [Frame] = []

  private init(_ text: String) {
    bytes = Array(text.utf8)
    layers.reserveCapacity(bytes.count)
  }

  /// Returns the layer of each byte.
  static func layers(of text: String) -> [SourceLayer] {
    var scanner = SourceScanner(text)
    while scanner.layers.count < scanner.bytes.count { scanner.step() }
    return scanner.layers
  }

  private var index: Int { layers.count }

  private func byte(_ offset: Int = 0) -> UInt8? {
    index + offset < bytes.count ? bytes[index + offset] : nil
  }

  private func count(of byte: Character, from offset: Int = 0) -> Int {
    var count = 0
    while self.byte(offset + count) == byte.asciiValue { count += 1 }
    return count
  }

  private mutating func mark(_ layer: SourceLayer, _ count: Int = 1) {
    layers.append(contentsOf: repeatElement(layer, count: min(count, bytes.count - index)))
  }

  /// Marks the bytes before the next one that may change what is open.
  private mutating func markPlain(_ layer: SourceLayer) {
    var end = index
    while end < bytes.count, !Self.isSignificant[Int(bytes[end])] { end += 1 }
    mark(layer, end - index)
  }

  private static let isSignificant: [Bool] = (0..<256).map { byte in
    "/*\"#()\\\n".utf8.contains(UInt8(byte))
  }

  private mutating func step() {
    if case .literal(let hashes, let quotes) = frames.last {
      markPlain(.string)
      stepInLiteral(hashes: hashes, quotes: quotes)
    } else {
      markPlain(.code)
      stepInCode()
    }
  }

  private mutating func stepInCode() {
    switch byte().map({ Character(UnicodeScalar($0)) }) {
    case "/" where byte(1) == UInt8(ascii: "/"):
      repeat {
        mark(.comment)
        markPlain(.comment)
      } while byte().map { $0 != UInt8(ascii: "\n") } ?? false
    case "/" where byte(1) == UInt8(ascii: "*"):
      markBlockComment()
    case "\"", "#":
      markOpening()
    case "(":
      mark(.code)
      countParenthesis(1)
    case ")":
      mark(.code)
      countParenthesis(-1)
    default:
      mark(.code)
    }
  }

  private mutating func markBlockComment() {
    var depth = 0
    repeat {
      let (first, second) = (byte(), byte(1))
      if first == UInt8(ascii: "/"), second == UInt8(ascii: "*") {
        depth += 1
        mark(.comment, 2)
      } else if first == UInt8(ascii: "*"), second == UInt8(ascii: "/") {
        depth -= 1
        mark(.comment, 2)
      } else {
        mark(.comment)
        markPlain(.comment)
      }
    } while depth > 0 && index < bytes.count
  }

  private mutating func markOpening() {
    let hashes = count(of: "#")
    let quotes = count(of: "\"", from: hashes)
    guard quotes > 0 else { return mark(.code, max(1, hashes)) }
    // Two quotes are an empty literal, three or more open one that spans lines.
    let opening = quotes >= 3 ? 3 : 1
    mark(.code, hashes + opening)
    frames.append(.literal(hashes: hashes, quotes: opening))
  }

  private mutating func countParenthesis(_ change: Int) {
    guard case .interpolation(let open) = frames.last else { return }
    frames.removeLast()
    if open + change > 0 { frames.append(.interpolation(parenthesesOpen: open + change)) }
  }

  private mutating func stepInLiteral(hashes: Int, quotes: Int) {
    switch byte().map({ Character(UnicodeScalar($0)) }) {
    case "\\" where count(of: "#", from: 1) >= hashes:
      let isInterpolation = byte(1 + hashes) == UInt8(ascii: "(")
      mark(.string, hashes + 2)
      if isInterpolation { frames.append(.interpolation(parenthesesOpen: 1)) }
    case "\"" where count(of: "\"") >= quotes && count(of: "#", from: quotes) >= hashes:
      mark(.code, quotes + hashes)
      frames.removeLast()
    case "\n" where quotes == 1:
      mark(.code)
      frames.removeLast()
    default:
      mark(.string)
    }
  }
}
