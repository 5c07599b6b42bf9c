// Falsework
// SPDX-License-Identifier: MIT

import Testing

/// The shape of a Swift file.
enum LayoutCheck {
  static let header = ["// Falsework", "// SPDX-License-Identifier: MIT"]
  static let columnsMax = 100
  static let linesMax = 450

  static func header(_ file: SourceFile) -> [Finding] {
    guard Array(file.lines.prefix(2)) != header else { return [] }
    let text = header.joined(separator: " ⏎ ")
    return [Finding(file: file.path, line: 1, message: "the file must begin with \(text)")]
  }

  static func columns(_ file: SourceFile) -> [Finding] {
    file.findings(in: file.lines) { line in
      guard line.utf8.count > columnsMax, line.count > columnsMax, !isAddress(line) else {
        return nil
      }
      return "\(line.count) columns are more than \(columnsMax)"
    }
  }

  /// A comment that is one address cannot be broken.
  private static func isAddress(_ line: String) -> Bool {
    let words = line.split(separator: " ")
    return words.count == 2 && words[0].allSatisfy { $0 == "/" } && words[1].hasPrefix("https://")
  }

  static func length(_ file: SourceFile) -> [Finding] {
    guard file.lines.count > linesMax else { return [] }
    return [
      Finding(
        file: file.path, line: linesMax + 1,
        message: "\(file.lines.count) lines are more than \(linesMax): split the file by topic")
    ]
  }
}

@Suite("The layout of a file")
struct LayoutTests {
  private let files = Repository.sources + Repository.tests

  @Test("begins with the two lines of the header")
  func header() {
    expectNone(files.flatMap(LayoutCheck.header))
  }

  @Test("has at most 100 columns")
  func columns() {
    expectNone((files + [Repository.manifest]).flatMap(LayoutCheck.columns))
  }

  @Test("has at most 450 lines")
  func length() {
    expectNone(files.flatMap(LayoutCheck.length))
  }

  @Test("is found to lack its header")
  func headerSamples() {
    let good = "// Falsework\n// SPDX-License-Identifier: MIT\n\nlet a = 1\n"
    #expect(LayoutCheck.header(SourceFile(path: "a", text: good)).isEmpty)
    for bad in ["", "\n" + good, " " + good, "// Falsework\n", "// falsework\n//\n", "let a = 1"] {
      #expect(LayoutCheck.header(SourceFile(path: "a", text: bad)).count == 1)
    }
  }

  @Test("is found to be too wide, counted in characters")
  func columnSamples() {
    for (unit, excess) in [("a", 0), ("é", 0), ("👨‍👩‍👧‍👦", 0), ("a", 1), ("é", 1)] {
      let line = String(repeating: unit, count: 100 + excess)
      let file = SourceFile(path: "a", text: "short\n\(line)\n")
      #expect(LayoutCheck.columns(file).map(\.line) == (excess > 0 ? [2] : []))
    }
    let address = "https://" + String(repeating: "a", count: 100)
    let file = SourceFile(path: "a", text: "  // \(address)\n  // see \(address)\n")
    #expect(LayoutCheck.columns(file).map(\.line) == [2])
  }

  @Test("is found to be too long")
  func lengthSamples() {
    for (count, isLong) in [(449, false), (450, false), (451, true)] {
      let text = String(repeating: "x\n", count: count)
      #expect(LayoutCheck.length(SourceFile(path: "a", text: text)).isEmpty != isLong)
    }
  }
}
