// Falsework
// SPDX-License-Identifier: MIT

import Testing

/// What lies at the top of the repository, and what its files may name.
enum TopLevelCheck {
  static let names: Set = [
    "Package.swift", "Sources", "Tests", "Fixtures", "openapi", "README.md", "LICENSE",
  ]

  static func strangers(_ paths: [String]) -> [Finding] {
    let tops = Set(paths.compactMap { $0.split(separator: "/").first.map(String.init) })
    return tops.subtracting(names).filter { !$0.hasPrefix(".") }.sorted().map {
      Finding(file: $0, line: 1, message: "nothing else lies at the top of the repository")
    }
  }

  /// The folder beside the project that its users do not have, in two parts so that this file
  /// does not name it.
  static let outside = Array(["shared", "/"].joined().utf8)

  static func namesOutside(_ path: String, _ bytes: [UInt8]) -> [Finding] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.enumerated().filter { names(outside, in: $0.element) }.map {
      Finding(file: path, line: $0.offset + 1, message: "names a folder outside the project")
    }
  }

  private static func names(_ folder: [UInt8], in line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    while let range = rest.firstRange(of: folder) {
      let isWhole = range.lowerBound == line.startIndex || !line[range.lowerBound - 1].isOfName
      if isWhole { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }
}

@Suite("The repository")
struct TopLevelTests {
  @Test("is found, with its files")
  func found() {
    #expect(Repository.files.contains("Package.swift"))
    #expect(Repository.sources.count > 50)
    #expect(Repository.tests.contains { $0.name == "TopLevelTests.swift" })
  }

  @Test("has nothing but its few parts at the top")
  func topLevel() {
    expectNone(TopLevelCheck.strangers(Repository.files))
  }

  @Test("names nothing outside itself")
  func outside() {
    expectNone(
      Repository.files.flatMap { TopLevelCheck.namesOutside($0, Repository.contents($0)) })
  }

  @Test("is found to have strangers at the top")
  func topLevelSamples() {
    let good = ["Package.swift", "Sources/A/B.swift", ".ci/run", ".gitignore", "openapi/a/b.json"]
    #expect(TopLevelCheck.strangers(good).isEmpty)
    let bad = good + ["docs/a.md", "docs/b.md", "Makefile", "sources/x", "readme.md"]
    let strangers = TopLevelCheck.strangers(bad).map(\.file)
    #expect(strangers == ["Makefile", "docs", "readme.md", "sources"])
  }

  @Test("is found to name a folder outside")
  func outsideSamples() {
    let folder = String(decoding: TopLevelCheck.outside, as: UTF8.self)
    for bad in ["../\(folder)facts", "/work/\(folder)x", "see `\(folder)`", folder] {
      #expect(TopLevelCheck.namesOutside("a", Array("x\n\(bad)\n".utf8)).map(\.line) == [2])
    }
    for good in ["un\(folder)x", folder.dropLast() + " memory", ""] {
      #expect(TopLevelCheck.namesOutside("a", Array(good.utf8)).isEmpty)
    }
  }
}
