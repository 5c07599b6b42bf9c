// Falsework
// SPDX-License-Identifier: MIT

import Testing

@Suite("The scanner")
struct ScannerTests {
  static let samples: [(text: String, code: String)] = [
    ("let a = 1", "let a = 1"),
    ("a // b", "a     "),
    ("a /* b */ c", "a         c"),
    ("a /* /* b */ c */ d", "a                 d"),
    ("a / b / c", "a / b / c"),
    (#"x("a b", c)"#, #"x("   ", c)"#),
    (#"x("// no comment")"#, #"x("             ")"#),
    (#"x("a \" b") // c"#, #"x("      ")     "#),
    (#"x("\\") + "b""#, #"x("  ") + " ""#),
    (#"x("\(y) z")"#, #"x("  y)  ")"#),
    (#"x("\(f(1, "q")) z") + w"#, #"x("  f(1, " "))  ") + w"#),
    (##"x(#"a "b" \(c)"#, d)"##, ##"x(#"          "#, d)"##),
    (##"x(#"a \#(c) "#, d)"##, ##"x(#"     c) "#, d)"##),
    (#"x("") + y"#, #"x("") + y"#),
    ("x = \"\"\"\n  a \"b\" // c\n  \\(d) \"\"\"\ny", "x = \"\"\"\n            \n    d) \"\"\"\ny"),
    ("x(\"unterminated\ny // z", "x(\"            \ny     "),
    ("#if DEBUG\n#expect(a)", "#if DEBUG\n#expect(a)"),
    ("a /* never closed\nb", "a                \n "),
  ]

  @Test("leaves code where it is and blanks the rest", arguments: samples)
  func code(text: String, code: String) {
    let file = SourceFile(path: "Sources/X/Y.swift", text: text)
    #expect(file.code.joined(separator: "\n") == code)
    #expect(file.lines.joined(separator: "\n") == text)
  }

  @Test("keeps comments apart from literals")
  func comments() {
    let file = SourceFile(path: "a", text: "a // b \"c\"\n\"d // e\" /* f */\n")
    #expect(file.comments == ["  // b \"c\"", "         /* f */"])
    #expect(file.uncommented == ["a         ", "\"d // e\"        "])
  }

  @Test("ends for every prefix of a file")
  func prefixes() {
    let text = Self.samples.map(\.text).joined(separator: "\n")
    for count in 0...text.utf8.count {
      let prefix = String(decoding: text.utf8.prefix(count), as: UTF8.self)
      #expect(SourceScanner.layers(of: prefix).count == prefix.utf8.count)
    }
  }

  @Test(
    "finds a token as a word of its own",
    arguments: [
      ("print(", "print(a)", true), ("print(", "x; print(a)", true), ("print(", "dprint(", false),
      ("print(", "sprint (", false), ("DispatchTime", "DispatchTimeInterval", false),
      ("DispatchTime", "DispatchTime.now()", true), (".random(", "Int.random(in: x)", true),
      ("Date()", "Date( )", false), ("Date()", "update()", false), ("try!", "try! x", true),
      ("as!", "has! x", false), ("TODO", "TODOS", false), ("TODO", "// TODO: x", true),
      ("getenv", "getenv", true), ("getenv", "", false),
    ] as [(Token, String, Bool)])
  func tokens(token: Token, line: String, isFound: Bool) {
    #expect(token.occurs(in: line) == isFound)
  }
}
