// Falsework
// SPDX-License-Identifier: MIT

/// Finds where in a document's bytes the values stand that JSON pointers name.
///
/// Parsing keeps no offsets, so the bytes are walked again. What was walked once is kept: many
/// places in one container cost little more than one. The bytes should be a document that some
/// reading takes; in others the places mean little.
public struct JSONLocator: Sendable {
  /// Which part of a member is looked for.
  public enum Part: Sendable, Hashable {
    case name
    case value
  }

  private let bytes: [UInt8]
  private let lineStarts: [Int]
  private var containers: [Int: Container] = [:]

  /// A container whose children have been found, and where each stands.
  private enum Container {
    case array([Int])
    case object([[UInt8]: Member])
  }

  private struct Member {
    let name: Int
    let value: Int
  }

  /// Creates a locator for a document.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let mark = bytes.withUnsafeBufferPointer(UTF8Text.markLength)
    lineStarts = [mark] + bytes.indices.filter { bytes[$0] == ASCII.newline }.map { $0 + 1 }
  }

  /// Returns the place of what a pointer names, or of the innermost value on the way to it.
  ///
  /// So a member that is missing has the place of the object without it. Of members with one name
  /// the last counts, as in `JSONPointer.evaluate(in:)`; elements and the whole document have no
  /// name, and their values are taken.
  public mutating func place(of pointer: JSONPointer, _ part: Part = .value) -> JSONPlace {
    var offset = skippingWhitespace(lineStarts[0])
    var found = offset
    for token in pointer.tokens {
      guard let next = child(token, at: offset) else { return place(at: offset) }
      offset = next.value
      found = part == .name ? next.name : next.value
    }
    return place(at: found)
  }

  private func place(at offset: Int) -> JSONPlace {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let column = bytes[lineStarts[low]..<offset].withUnsafeBufferPointer {
      UTF8Text.scalarCount($0[...])
    }
    return JSONPlace(byteOffset: offset, line: low + 1, column: column + 1)
  }

  private mutating func child(_ token: String, at offset: Int) -> Member? {
    let container = containers[offset] ?? read(at: offset)
    containers[offset] = container
    switch container {
    case .object(let members): return members[Array(token.utf8)]
    case .array(let elements):
      guard let index = JSONPointer.arrayIndex(token), elements.indices.contains(index) else {
        return nil
      }
      return Member(name: elements[index], value: elements[index])
    case nil: return nil
    }
  }
}

extension JSONLocator {
  /// Finds the children of the container at `start`; `nil` where there is none.
  private func read(at start: Int) -> Container? {
    switch byte(at: start) {
    case ASCII.openBracket: .array(elements(from: skippingWhitespace(start + 1)))
    case ASCII.openBrace: .object(members(from: skippingWhitespace(start + 1)))
    default: nil
    }
  }

  private func elements(from start: Int) -> [Int] {
    var (index, elements) = (start, [Int]())
    while let byte = byte(at: index), byte != ASCII.closeBracket {
      elements.append(index)
      index = skippingWhitespace(end(of: index))
      if self.byte(at: index) != ASCII.comma { break }
      index = skippingWhitespace(index + 1)
    }
    return elements
  }

  private func members(from start: Int) -> [[UInt8]: Member] {
    var (index, members) = (start, [[UInt8]: Member]())
    while byte(at: index) == ASCII.quote {
      let name = index
      let nameEnd = end(of: name)
      index = skippingWhitespace(nameEnd)
      guard byte(at: index) == ASCII.colon else { break }
      let value = skippingWhitespace(index + 1)
      members[text(name, nameEnd)] = Member(name: name, value: value)
      index = skippingWhitespace(end(of: value))
      if byte(at: index) != ASCII.comma { break }
      index = skippingWhitespace(index + 1)
    }
    return members
  }

  /// The text of a string with its quotes, without escapes.
  private func text(_ start: Int, _ end: Int) -> [UInt8] {
    let inner = bytes[(start + 1)..<max(start + 1, end - 1)]
    guard inner.contains(ASCII.backslash) else { return Array(inner) }
    let value = try? JSONValue.parse(bytes[start..<end], reading: .python)
    return Array((value?.stringValue ?? "").utf8)
  }

  /// The offset behind the value at `start`; the brackets of containers are only counted.
  private func end(of start: Int) -> Int {
    var (index, depth) = (start, 0)
    while let byte = byte(at: index) {
      switch byte {
      case ASCII.quote: index = stringEnd(index)
      case ASCII.openBracket, ASCII.openBrace:
        depth += 1
        index += 1
      case ASCII.closeBracket, ASCII.closeBrace:
        depth -= 1
        index += 1
      default: index = depth > 0 ? index + 1 : scalarEnd(index)
      }
      if depth <= 0 { break }
    }
    return max(index, min(start + 1, bytes.count))
  }

  private func stringEnd(_ start: Int) -> Int {
    var index = start + 1
    while let byte = byte(at: index), byte != ASCII.quote {
      index += byte == ASCII.backslash ? 2 : 1
    }
    return min(index + 1, bytes.count)
  }

  private func scalarEnd(_ start: Int) -> Int {
    var index = start
    while let byte = byte(at: index), !ASCII.isWhitespace(byte),
      byte != ASCII.comma, byte != ASCII.closeBrace, byte != ASCII.closeBracket
    { index += 1 }
    return index
  }

  private func skippingWhitespace(_ start: Int) -> Int {
    var index = start
    while let byte = byte(at: index), ASCII.isWhitespace(byte) { index += 1 }
    return min(index, bytes.count)
  }

  private func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }
}
