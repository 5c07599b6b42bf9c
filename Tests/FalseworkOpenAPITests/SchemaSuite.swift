// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Foundation
import Testing

/// The official JSON-Schema-Test-Suite, which Tests/run.sh takes from the source distribution of
/// PyPI's `jsonschema`.
enum SchemaSuite {
  /// The folder with one folder for each draft.
  static let folder = ProcessInfo.processInfo.environment["FALSEWORK_JSON_SCHEMA_SUITE"]

  static let isNeeded: Comment = "bash Tests/run.sh fetches the JSON-Schema-Test-Suite"

  struct Draft: Sendable, CustomTestStringConvertible {
    let name: String
    let dialect: SchemaDialect

    var testDescription: String { name }
  }

  static let draft4 = Draft(name: "draft4", dialect: .draft4)
  static let draft202012 = Draft(name: "draft2020-12", dialect: .draft202012)

  /// A part of a draft.
  enum Part: String, Sendable {
    case mandatory = ""
    case optional = "optional/"
    case formats = "optional/format/"

    var meaning: FormatMeaning { self == .formats ? .asserted : .annotation }
  }

  /// What is left out: a group of tests of a file, or all of its groups.
  struct Exclusion: Sendable {
    enum Reason: String, Sendable {
      /// Falsework fetches nothing; that loading names the reference is checked.
      case remoteReference
      /// `$schema` names a meta-schema elsewhere, which would switch vocabularies on and off.
      case ownMetaSchema
      /// `idn-hostname` is not checked; loading says so.
      case uncheckedFormat
    }

    let file: String
    var group: String?
    let reason: Reason
  }

  struct Count {
    var passed = 0
    var excluded = 0
    var failures: [String] = []

    static func += (left: inout Count, right: Count) {
      left.passed += right.passed
      left.excluded += right.excluded
      left.failures += right.failures
    }
  }

  static func run(_ draft: Draft, _ part: Part) throws -> Count {
    let root = URL(filePath: try #require(folder))
      .appending(path: "\(draft.name)/\(part.rawValue)")
    var count = Count()
    for name in try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    where name.hasSuffix(".json") {
      let json = try JSONValue.parse([UInt8](Data(contentsOf: root.appending(path: name))))
      for group in json.arrayValue ?? [] {
        count += run(Group(file: part.rawValue + name, json: group), draft, part.meaning)
      }
    }
    return count
  }

  private struct Group {
    let file: String
    let json: JSONValue

    var description: String { json["description"]?.stringValue ?? "" }
    var tests: [JSONValue] { json["tests"]?.arrayValue ?? [] }
    var schema: JSONValue { json["schema"] ?? .null }

    var exclusion: Exclusion? {
      exclusions.first { $0.file == file && ($0.group == nil || $0.group == description) }
    }
  }

  private static func run(_ group: Group, _ draft: Draft, _ formats: FormatMeaning) -> Count {
    do {
      let schema = try JSONSchema(group.schema, dialect: draft.dialect)
      guard let exclusion = group.exclusion else { return run(group, schema, formats) }
      // An exclusion that is not needed is a failure too.
      let isNeeded = exclusion.reason != .remoteReference && !schema.diagnostics.isEmpty
      return isNeeded ? Count(excluded: group.tests.count) : failure(group, "needs no exclusion")
    } catch {
      guard group.exclusion?.reason == .remoteReference, case .remoteReference = error.reason else {
        return failure(group, "\(error)")
      }
      return Count(excluded: group.tests.count)
    }
  }

  private static func run(
    _ group: Group, _ schema: JSONSchema, _ formats: FormatMeaning
  ) -> Count {
    var count = Count()
    for test in group.tests {
      let verdict = schema.validate(test["data"] ?? .null, formats: formats)
      let isValid = if case .valid = verdict { true } else { false }
      if isValid == test["valid"]?.boolValue {
        count.passed += 1
      } else {
        count += failure(group, "\(test["description"]?.stringValue ?? ""): \(verdict)")
      }
    }
    return count
  }

  private static func failure(_ group: Group, _ text: String) -> Count {
    Count(failures: ["\(group.file): \(group.description): \(text)"])
  }
}
