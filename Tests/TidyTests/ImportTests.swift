// Falsework
// SPDX-License-Identifier: MIT

import Testing

/// Which modules a file may import.
enum ImportCheck {
  /// Returns the module of an import declaration.
  static func module(_ line: String) -> String? {
    let modifiers: Set = ["public", "package", "internal", "fileprivate", "private"]
    let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    var words = line.split { $0 == " " || $0 == "\t" }.drop { word in
      word.hasPrefix("@") || modifiers.contains(String(word))
    }
    guard words.popFirst() == "import" else { return nil }
    if let kind = words.first, kinds.contains(String(kind)) { words.removeFirst() }
    return words.first?.split(separator: ".").first.map(String.init)
  }

  /// Returns the imports of our own or a package's module that the target does not declare, and
  /// those of modules that nobody knows.
  static func undeclared(_ file: SourceFile, _ declared: Set<String>) -> [Finding] {
    let ours = Set(FloorPlan.rooms.map(\.name))
    return file.findings(in: file.code) { line in
      guard let module = module(line), !declared.contains(module) else { return nil }
      if ours.contains(module) || FloorPlan.packageModules.contains(module) {
        return "\(file.target) does not declare \(module): the import would work by accident"
      }
      let isKnown = FloorPlan.systemModules.contains(module) || module == "Testing"
      return isKnown ? nil : "\(module) is no module of the floor plan"
    }
  }

  /// Returns the rooms that use one that stands after them or in a storey above.
  static func upward(_ rooms: [FloorPlan.Room]) -> [Finding] {
    rooms.enumerated().flatMap { index, room in
      rooms.enumerated().compactMap { otherIndex, other in
        guard room.imports.contains(other.name), otherIndex >= index || other.storey > room.storey
        else { return nil }
        return Finding(
          file: "Package.swift", line: 1, message: "\(room.name) must not use \(other.name)")
      }
    }
  }
}

@Suite("Imports")
struct ImportTests {
  @Test("of each room are declared in the floor plan")
  func sources() {
    expectNone(
      Repository.sources.flatMap { file in
        let room = FloorPlan.rooms.first { $0.name == file.target }
        return ImportCheck.undeclared(file, room?.imports ?? [])
      })
  }

  @Test("of each test target are declared in the manifest")
  func tests() {
    let targets = Manifest(Repository.manifest).tests
    expectNone(
      Repository.tests.flatMap { file in
        let target = targets.first { $0.name == file.target }
        return ImportCheck.undeclared(file, target?.dependencies ?? [])
      })
  }

  @Test("of tests are of the public API")
  func testable() {
    let attribute: Token = "@testable"
    expectNone(
      Repository.tests.flatMap { file in
        file.findings(in: file.code) { line in
          attribute.occurs(in: line) ? "tests use the public API, or `package` access" : nil
        }
      })
  }

  @Test("point down the floor plan only")
  func direction() {
    expectNone(ImportCheck.upward(FloorPlan.rooms))
  }

  @Test("are found to point up or in a circle")
  func directionSamples() {
    typealias Room = FloorPlan.Room
    let good = [
      Room(name: "A", storey: .pure), Room(name: "B", storey: .adapter, imports: ["A", "GRDB"]),
    ]
    #expect(ImportCheck.upward(good).isEmpty)
    let circle = [
      Room(name: "A", storey: .pure, imports: ["B"]),
      Room(name: "B", storey: .pure, imports: ["A"]),
    ]
    #expect(ImportCheck.upward(circle).map(\.message) == ["A must not use B"])
    let upstairs = [
      Room(name: "A", storey: .adapter), Room(name: "B", storey: .pure, imports: ["A"]),
    ]
    #expect(ImportCheck.upward(upstairs).map(\.message) == ["B must not use A"])
    let itself = [Room(name: "A", storey: .pure, imports: ["A"])]
    #expect(ImportCheck.upward(itself).count == 1)
  }

  @Test(
    "are read from a line",
    arguments: [
      ("import A", "A"), ("public import A", "A"), ("  internal  import A", "A"),
      ("@testable import A", "A"), ("@preconcurrency public import A.B", "A"),
      ("import struct A.B", "A"), ("import func A.b", "A"), ("importA", nil),
      ("let import = 1", nil), ("", nil), ("import", nil),
    ] as [(String, String?)])
  func module(line: String, module: String?) {
    #expect(ImportCheck.module(line) == module)
  }

  @Test("are found undeclared, but not in comments and literals")
  func samples() {
    let text = """
      internal import FalseworkJSON
      import GRDB
      // import FalseworkMesh
      let text = "import FalseworkHTTP"
      import Foundation
      import SwiftUI
      import HTTPTypes
      """
    let file = SourceFile(path: "Sources/FalseworkStore/X.swift", text: text)
    let found = ImportCheck.undeclared(file, ["FalseworkJSON", "HTTPTypes"])
    #expect(found.map(\.line) == [2, 6])
    #expect(found.first?.description.contains("FalseworkStore does not declare GRDB") == true)
    #expect(ImportCheck.undeclared(file, []).map(\.line) == [1, 2, 6, 7])
  }
}
