// Falsework
// SPDX-License-Identifier: MIT

import Testing

/// What keeps a pure room from depending on anything but its arguments.
enum PurityCheck {
  static let tokens: [Token] = [
    "Date(", "UUID(", ".random(", "SystemRandomNumberGenerator", "ContinuousClock",
    "SuspendingClock", "DispatchTime", "clock_gettime", "getenv", "Task.sleep",
  ]

  static func findings(_ file: SourceFile) -> [Finding] {
    file.findings(in: file.code) { line in
      if let module = ImportCheck.module(line), FloorPlan.systemModules.contains(module) {
        return "\(file.target) is pure and must not import \(module)"
      }
      return tokens.first { $0.occurs(in: line) }.map { token in
        "\(file.target) is pure: take what `\(token.text)` gives as a parameter"
      }
    }
  }
}

@Suite("A pure room")
struct PurityTests {
  @Test("imports no part of the system and reads no clock, environment or randomness")
  func sources() {
    let files = Repository.sources.filter { FloorPlan.pureRooms.contains($0.target) }
    #expect(Set(files.map(\.target)) == FloorPlan.pureRooms)
    expectNone(files.flatMap(PurityCheck.findings))
  }

  @Test(
    "is found to be impure",
    arguments: [
      "import Foundation", "internal import Dispatch", "import func Glibc.getenv",
      "public import Synchronization", "let now = Date()", "let then = Date(x)", "UUID()",
      "Int.random(in: 0..<3)", "var g = SystemRandomNumberGenerator()", "ContinuousClock.now",
      "SuspendingClock()", "DispatchTime.now()", "clock_gettime(CLOCK_REALTIME, &t)",
      "getenv(\"HOME\")", "try await Task.sleep(for: .seconds(1))", "\"\\(Date())\"",
    ])
  func bad(line: String) {
    let file = SourceFile(path: "Sources/FalseworkQueue/X.swift", text: "\n" + line)
    #expect(PurityCheck.findings(file).map(\.line) == [2])
  }

  @Test(
    "is found to be pure",
    arguments: [
      "import FalseworkJSON", "// import Foundation, Date()", "let text = \"getenv\"",
      "struct HTTPDate {}", "let x = candidate(1)", "func nextUUID(x: Int)", "mayRandom(3)",
      "let importFoundation = 1",
    ])
  func good(line: String) {
    let file = SourceFile(path: "Sources/FalseworkQueue/X.swift", text: line)
    #expect(PurityCheck.findings(file).isEmpty)
  }
}
