// Falsework
// SPDX-License-Identifier: MIT

import Testing

/// Doc comments of what users see.
enum DocumentationCheck {
  static func findings(_ file: SourceFile) -> [Finding] {
    file.code.indices.compactMap { index in
      guard isPublicDeclaration(file.code[index]), !hasComment(file, above: index) else {
        return nil
      }
      let declaration = trimmed(file.lines[index]).prefix(60)
      return Finding(
        file: file.path, line: index + 1, message: "`\(declaration)` has no doc comment above")
    }
  }

  private static func isPublicDeclaration(_ line: String) -> Bool {
    let modifiers: Set = [
      "static", "final", "mutating", "nonmutating", "override", "convenience", "required",
      "indirect", "lazy", "weak", "nonisolated",
    ]
    let words = line.split(separator: " ").drop { word in
      word.hasPrefix("@") || modifiers.contains(String(word))
    }
    guard let first = words.first, ["public", "open"].contains(first) else { return false }
    return !["import", "extension"].contains(words.dropFirst().first)
  }

  /// Attributes may stand between the comment and the declaration.
  private static func hasComment(_ file: SourceFile, above index: Int) -> Bool {
    let above = file.lines[..<index].last { !trimmed($0).hasPrefix("@") }
    return above.map { trimmed($0).hasPrefix("///") || trimmed($0).hasSuffix("*/") } ?? false
  }

  private static func trimmed(_ line: String) -> Substring {
    line.drop { $0 == " " || $0 == "\t" }
  }
}

@Suite("A public declaration")
struct DocumentationTests {
  @Test("has a doc comment directly above")
  func sources() {
    expectNone(Repository.sources.flatMap(DocumentationCheck.findings))
  }

  @Test(
    "is found to lack its comment",
    arguments: [
      "public let a = 1", "  public static let a = 1", "static public func a()", "open class A {",
      "/// Far away.\n\npublic let a = 1", "// No doc comment.\npublic let a = 1",
      "@discardableResult public func a()", "@inlinable\npublic func a()",
      "public private(set) var a = 1", "public init() {}", "let text = \"///\"\npublic let a = 1",
    ])
  func bad(text: String) {
    let file = SourceFile(path: "a", text: "let before = 1\n" + text)
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).count + 1
    #expect(DocumentationCheck.findings(file).map(\.line) == [line])
  }

  @Test(
    "is found to have its comment, or to be none",
    arguments: [
      "/// A.\npublic let a = 1", "  /// A.\n  @available(*, deprecated)\n  public let a = 1",
      "/** A. */\npublic let a = 1", "/// A.\n@inlinable public func a()", "public import A",
      "let a = 1  // public let b", "let a = \"public let b\"", "let publicity = 1", "let a = 1",
      "public extension A {",
    ])
  func good(text: String) {
    #expect(DocumentationCheck.findings(SourceFile(path: "a", text: text)).isEmpty)
  }
}
