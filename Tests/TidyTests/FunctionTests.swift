// Falsework
// SPDX-License-Identifier: MIT

import Testing

/// The length of functions, and of everything else in braces that is not a type.
struct FunctionCheck {
  static let linesMax = 60

  private struct Block {
    var line: Int
    var isType: Bool
  }

  private let file: SourceFile
  private var blocks: [Block] = []
  private var keyword = ""
  private var findings: [Finding] = []

  static func findings(_ file: SourceFile) -> [Finding] {
    var check = FunctionCheck(file: file)
    for (index, line) in file.code.enumerated() { check.read(Array(line.utf8), index + 1) }
    return check.findings
  }

  private init(file: SourceFile) {
    self.file = file
  }

  private mutating func read(_ line: [UInt8], _ number: Int) {
    var index = 0
    while index < line.count {
      let end = line[index...].firstIndex { !$0.isOfName } ?? line.count
      if end > index {
        let isMember = index > 0 && line[index - 1] == UInt8(ascii: ".")
        if !isMember { note(String(decoding: line[index..<end], as: UTF8.self)) }
        index = end
      } else {
        if line[index] == UInt8(ascii: "{") { open(number) }
        if line[index] == UInt8(ascii: "}") { close(number) }
        index += 1
      }
    }
  }

  /// Remembers the last word that says what the next brace opens.
  private mutating func note(_ word: String) {
    let words: Set = [
      "struct", "class", "enum", "actor", "protocol", "extension", "func", "init", "deinit",
      "subscript", "var", "let",
    ]
    if words.contains(word) { keyword = word }
  }

  private mutating func open(_ line: Int) {
    let types: Set = ["struct", "class", "enum", "actor", "protocol", "extension"]
    blocks.append(Block(line: line, isType: types.contains(keyword)))
    keyword = ""
  }

  private mutating func close(_ line: Int) {
    keyword = ""
    guard let block = blocks.popLast(), !block.isType else { return }
    let length = line - block.line - 1
    let isOutermost = blocks.allSatisfy(\.isType)
    guard isOutermost, length > Self.linesMax else { return }
    findings.append(
      Finding(
        file: file.path, line: block.line,
        message: "\(length) lines are more than \(Self.linesMax): split the function"))
  }
}

@Suite("A function")
struct FunctionTests {
  @Test("has at most 60 lines")
  func files() {
    expectNone((Repository.sources + Repository.tests).flatMap(FunctionCheck.findings))
  }

  @Test(
    "is found to be too long",
    arguments: [
      ("func a() {", "}"), ("init(a: B) throws {", "}"), ("deinit {", "}"), ("var a: Int {", "}"),
      ("subscript(a: Int) -> Int {", "}"), ("let a = {", "}()"), ("class func a() {", "}"),
      ("func a(b: () -> Void = {}) -> C where D: E {", "}"), ("let a = [b].map { c in", "}"),
    ])
  func samples(opening: String, closing: String) {
    for (count, isLong) in [(59, false), (60, false), (61, true)] {
      let lines = ["struct A {", "  let b = 1", opening, "if c {", "}"]
      let fill = Array(repeating: "  d(\"}}\")  // }", count: count - 2)
      let text = (lines + fill + [closing, "}"]).joined(separator: "\n")
      let found = FunctionCheck.findings(SourceFile(path: "a", text: text))
      #expect(found.map(\.line) == (isLong ? [3] : []))
    }
  }

  @Test(
    "is not a type",
    arguments: ["struct A: B {", "final class A {", "enum A {", "extension A where B == C {"])
  func types(opening: String) {
    let text = "let a = 1\n" + opening + String(repeating: "\nvar b: Int { 1 }", count: 100) + "\n}"
    #expect(FunctionCheck.findings(SourceFile(path: "a", text: text)).isEmpty)
  }
}
