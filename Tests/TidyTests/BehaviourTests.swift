// Falsework
// SPDX-License-Identifier: MIT

import Testing

/// The page that says what the mock does and where that comes from, and which tests hold it to it.
enum BehaviourCheck {
  static let path = "Sources/Falsework/Falsework.docc/Behaviour.md"

  /// The suites that are named in code voice.
  static func suites(_ line: Substring) -> [String] {
    let pieces = line.split(separator: "`", omittingEmptySubsequences: false)
    return pieces.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element).filter {
      $0.hasSuffix("Tests") && $0.allSatisfy { $0.isLetter || $0.isNumber }
    }.map(String.init)
  }

  static func unknownSuites(_ page: String, known: Set<String>) -> [Finding] {
    page.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { row in
      suites(row.element).filter { !known.contains($0) }.map {
        Finding(file: path, line: row.offset + 1, message: "there is no file \($0).swift")
      }
    }
  }
}

@Suite("The page of behaviour")
struct BehaviourTests {
  private let page = String(decoding: Repository.contents(BehaviourCheck.path), as: UTF8.self)

  @Test("names suites that there are")
  func suites() {
    let known = Set(Repository.tests.map { String($0.name.dropLast(".swift".count)) })
    expectNone(BehaviourCheck.unknownSuites(page, known: known))
  }

  @Test("names suites in each of its sections about fal")
  func sections() {
    let sections = page.split(separator: "\n## ").filter { $0.contains("\n|") }
    #expect(sections.count >= 8)
    for section in sections {
      let count = section.split(separator: "\n").flatMap(BehaviourCheck.suites).count
      #expect(count > 0, "\(section.prefix { $0 != "\n" })")
    }
  }

  @Test("is found to name a suite that there is not")
  func samples() {
    let page = "# A\n`GoneTests`, `HereTests` and `Not Tests`\nTests"
    let findings = BehaviourCheck.unknownSuites(page, known: ["HereTests"])
    #expect(findings.map(\.line) == [2])
    #expect(findings.first?.message == "there is no file GoneTests.swift")
  }
}
