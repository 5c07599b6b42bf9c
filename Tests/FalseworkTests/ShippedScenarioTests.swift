// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkFaults
import FalseworkJSON
import FalseworkOpenAPI
import Foundation
import Testing

@Suite("The shipped scenarios") struct ShippedScenarioTests {
  private static func schema() throws -> JSONValue {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../openapi/scenario.schema.json").standardizedFileURL
    return try JSONValue.parse([UInt8](try Data(contentsOf: file)))
  }

  @Test("are read, are named by their files, and say what they are about")
  func all() throws {
    let shelf = try ScenarioShelf()
    let files = try shelf.all()
    #expect(files.count >= 90)
    #expect(files.map(\.scenario.name) == shelf.names)
    for file in files {
      #expect(file.path.hasSuffix("/\(file.scenario.name).yaml"))
      for sentence in [file.scenario.about, file.scenario.advice] {
        #expect(sentence.hasSuffix(".") && sentence.count <= 110, "\(file.path)")
      }
    }
    let sentences = files.map(\.scenario.about)
    #expect(Set(sentences).count == sentences.count)
  }

  @Test("are valid by the schema for editors, which has nothing that is not checked")
  func schema() throws {
    let schema = try JSONSchema(try Self.schema())
    #expect(schema.diagnostics.isEmpty)
    for file in try ScenarioShelf().all() {
      let document = try YAMLReader.value(of: file.bytes)
      guard case .invalid(let violations) = schema.validate(document) else { continue }
      Issue.record("\(file.path): \(violations)")
    }
  }

  @Test("are valid by a schema that knows the words that the reader knows")
  func words() throws {
    let schema = try Self.schema()
    func names(_ pointer: String) throws -> [String] {
      let value = try JSONPointer(parsing: pointer).evaluate(in: schema)
      return value?.objectValue?.keys ?? value?.arrayValue?.compactMap(\.stringValue) ?? []
    }
    let operations = FaultOperation.allCases.map(\.rawValue)
    let rule = "/$defs/rule/properties"
    #expect(try names("\(rule)/when/properties/operation/anyOf/0/enum") == operations)
    let actions = FaultActionKind.allCases.map(\.rawValue)
    #expect(try Set(names("\(rule)/do/properties")) == Set(actions))
    #expect(try Set(names("/$defs/error/enum")) == Set(ErrorCatalogue.rows.map(\.name)))
    let outcomes = ErrorCatalogue.rows.filter { $0.outcome != nil }.map(\.name) + ["succeeded"]
    #expect(try Set(names("/$defs/job/properties/outcome/enum")) == Set(outcomes))
    #expect(
      try names("\(rule)/per/enum") == FaultScope.allCases.map(\.rawValue))
  }

  @Test("let every rule act that a client can meet")
  func operations() throws {
    for file in try ScenarioShelf().all() {
      for rule in file.scenario.rules {
        #expect(!rule.condition.operations.isEmpty, "\(file.path), \(rule.name)")
      }
    }
  }
}

@Suite("A shelf of scenarios") struct ScenarioShelfTests {
  @Test("knows what somebody probably meant")
  func suggestions() throws {
    let shelf = try ScenarioShelf()
    for (name, message) in [
      ("slow-qeue", "there is no scenario \"slow-qeue\"; did you mean \"slow-queue\"?"),
      (
        "quite-unlike",
        "there is no scenario \"quite-unlike\"; \"falsework scenarios\" lists them, and a path "
          + "with a slash names a file"
      ),
    ] {
      #expect(throws: (any Error).self) { try shelf.file(name) }
      do {
        _ = try shelf.file(name)
      } catch {
        #expect(error.description == message)
      }
    }
  }

  @Test("takes no path for a name")
  func traversal() throws {
    let shelf = try ScenarioShelf()
    for name in ["../openapi/x", "..", "", "/etc/passwd", "slow-queue\0"] {
      #expect(throws: ScenarioFileProblem.self) { try shelf.file(named: name) }
    }
  }

  /// Files and what is wrong with them, with the place.
  @Test("tells file, line and column of what is wrong", arguments: BadScenarioFiles.table)
  func places(sample: BadScenarioFiles.Sample) {
    do throws(ScenarioFileProblem) {
      _ = try ScenarioFile.scenario(Array(sample.text.utf8), sample.file)
      Issue.record("\(sample.text) was read")
    } catch {
      #expect(error.description == sample.message)
    }
  }
}

/// Files that hold no scenario.
enum BadScenarioFiles {
  struct Sample: Sendable, CustomStringConvertible {
    var file: String
    var text: String
    var message: String
    var description: String { message }
  }

  private static let head = "name: a\nabout: b\nadvice: c\n"

  static let table: [Sample] = [
    Sample(
      file: "a.yaml",
      text: head + "faults:\n  - when: {operation: submit}\n    do: {delai: 1s}\n",
      message: "a.yaml:6:10: unknown key \"delai\"; did you mean \"delay\"?"),
    Sample(
      file: "a.yml",
      text: head + "faults:\n  - do:\n      delay: 5\n",
      message: "a.yml:6:14: 5 is a duration without a unit; "
        + "write \"5s\" for seconds or \"5ms\" for milliseconds"),
    Sample(
      file: "a.yaml", text: "name: a\n", message: "a.yaml:1:1: the key \"about\" is missing"),
    Sample(
      file: "a.yaml", text: head + "faults:\n  - {do: {status: 500}, at: arrival}\n",
      message: "a.yaml:5:29: the rule changes what the handler replies, so it cannot act before; "
        + "leave at out"),
    Sample(
      file: "a.yaml", text: head + "job: &j {crowd: -1}\n",
      message: "a.yaml:4:17: -1 is less than 0; 0 to 1000000 will do"),
    Sample(
      file: "a.json", text: "{\"name\": \"a\",\n  \"abuot\": \"b\"}",
      message: "a.json:2:3: unknown key \"abuot\"; did you mean \"about\"?"),
    Sample(
      file: "a.json", text: "{\"name\": }", message: "a.json:1:10: Expecting value"),
    Sample(
      file: "a.yaml", text: "name: [\n",
      message: "a.yaml:2:1: did not find expected node content"),
    Sample(file: "a.yaml", text: "", message: "a.yaml: is empty"),
  ]
}
