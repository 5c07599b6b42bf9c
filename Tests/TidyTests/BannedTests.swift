// Falsework
// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What no file of the sources may say, and what to say instead.
enum BannedCheck {
  static let tokens: [(token: Token, instead: String)] = [
    ("try!", "throw, or state the precondition"),
    ("as!", "use `as?` and say what else it can be"),
    ("fatalError(", "use `preconditionFailure` for our bugs, typed errors for the world's"),
    ("Date()", "take the moment as a parameter"),
    ("UUID()", "use `RequestID` with a seeded generator"),
    (".random(", "draw from a `SeededGenerator`"),
    ("Task.sleep", "wait with the clock's alarm"),
    ("ContinuousClock", "use the one clock adapter"),
    ("DispatchQueue.global", "use a queue of one's own"),
    ("print(", "write to the output that was handed in"),
  ]

  static let marks: [Token] = ["TODO", "FIXME"]

  /// The readings of clocks, which belong to adapters.
  static let clocks: [Token] = ["DispatchTime", "clock_gettime"]

  /// Where clocks are read: whole folders, and one file.
  static let clockPlaces = [
    "Sources/FalseworkDispatch/", "Sources/FalseworkTLS/", "Sources/FalseworkCommand/Demo/",
    "Sources/FalseworkCommand/Check/Stopwatch.swift", "Sources/Falsework/Time/",
    "Sources/FalseworkBench/BenchClock.swift",
  ]

  static func findings(_ file: SourceFile) -> [Finding] {
    let words = file.findings(in: file.code) { line in
      tokens.first { $0.token.occurs(in: line) }
        .map { "`\($0.token.text)` is banned: \($0.instead)" }
    }
    let unwraps = file.findings(in: file.code) { line in
      hasForcedUnwrap(line) ? "a forced unwrap is banned: use `guard let` or `??`" : nil
    }
    return words + unwraps + markFindings(file) + clockFindings(file)
  }

  private static func markFindings(_ file: SourceFile) -> [Finding] {
    guard file.lines.contains(where: { line in marks.contains { $0.occurs(in: line) } }) else {
      return []
    }
    let texts = zip(file.code, file.comments).map { $0 + $1 }
    return file.findings(in: texts) { text in
      marks.first { $0.occurs(in: text) }.map { "`\($0.text)` is banned: do it or drop it" }
    }
  }

  private static func clockFindings(_ file: SourceFile) -> [Finding] {
    guard !clockPlaces.contains(where: { file.path.hasPrefix($0) }) else { return [] }
    return file.findings(in: file.code) { line in
      clocks.first { $0.occurs(in: line) }
        .map { "`\($0.text)` is for the clock adapters: take the moment as a parameter" }
    }
  }

  /// Returns whether an exclamation mark follows a value and no `=` follows the mark.
  static func hasForcedUnwrap(_ line: String) -> Bool {
    guard strstr(line, "!") != nil, strstr(line, "try!") == nil, strstr(line, "as!") == nil else {
      return false
    }
    let bytes = Array(line.utf8)
    return bytes.indices.dropFirst().contains { index in
      guard bytes[index] == UInt8(ascii: "!") else { return false }
      let next = index + 1 < bytes.count ? bytes[index + 1] : nil
      let isAfterValue = bytes[index - 1].isOfName || ")]}\"".utf8.contains(bytes[index - 1])
      return isAfterValue && next != UInt8(ascii: "=")
    }
  }
}

@Suite("Banned words")
struct BannedTests {
  @Test("stand nowhere in the sources")
  func sources() {
    expectNone(Repository.sources.flatMap(BannedCheck.findings))
  }

  @Test("name the clock's places that exist")
  func places() {
    for place in BannedCheck.clockPlaces {
      #expect(Repository.files.contains { $0.hasPrefix(place) }, "\(place)")
    }
  }

  @Test(
    "are found",
    arguments: [
      "let a = try! b()", "let a = b as! C", "fatalError(\"x\")", "let now = Date()",
      "let id = UUID()", "let n = Int.random(in: 0..<3)", "try await Task.sleep(for: x)",
      "let c = ContinuousClock()", "DispatchQueue.global(qos: .utility)", "print(x)",
      "// TODO: later", "let a = 1  /* FIXME */", "let a = b!", "let a = b()!", "let a = b[0]!.c",
      "let a: B!", "f(b!, c)", "DispatchTime.now()", "clock_gettime(a, &b)", "\"\\(b!)\"",
      "let a = \"b\"!",
    ])
  func bad(line: String) {
    let file = SourceFile(path: "Sources/Falsework/X.swift", text: "\n" + line + "\n")
    #expect(BannedCheck.findings(file).map(\.line) == [2])
  }

  @Test(
    "are not found in comments, literals and longer names",
    arguments: [
      "// try! as! print(x)", "/* Date() */", "\"fatalError(\\\"x\\\")\"", "let a = \"TODO\"",
      "if a != b {", "guard !a, !b(c) else", "x = !y", "footprint(x)", "f(!a)", "a!=b",
      "let todo = TODOList()", "DispatchTimeInterval.seconds(1)", "Date(timeIntervalSince1970: 0)",
      "#expect(!x)", "[!a, !b]",
    ])
  func good(line: String) {
    let file = SourceFile(path: "Sources/Falsework/X.swift", text: line)
    #expect(BannedCheck.findings(file).isEmpty)
  }

  @Test("let clocks be read where clocks are adapted")
  func clocks() {
    for place in ["FalseworkDispatch/X.swift", "FalseworkCommand/Demo/X.swift"] {
      let file = SourceFile(path: "Sources/\(place)", text: "DispatchTime.now()")
      #expect(BannedCheck.findings(file).isEmpty)
    }
  }
}
