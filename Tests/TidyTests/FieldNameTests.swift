// Falsework
// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What the sources say of trellis's fields: nothing, for they stand in its document.
enum FieldNameCheck {
  /// Where names of fields have a meaning, one for all endpoints; a client of the mock, which is
  /// not part of it; and a format of others, which has a name in common with a field.
  static let places = [
    "Sources/Falsework/Outputs/FieldConventions.swift", "Sources/FalseworkBench/",
    "Sources/FalseworkJournal/Export/HARArchive.swift",
  ]

  /// The names of all properties of the input and the output of a document.
  static func names(in document: [UInt8]) throws -> Set<String> {
    let json = try JSONSerialization.jsonObject(with: Data(document)) as? [String: Any]
    let components = json?["components"] as? [String: Any]
    let schemas = components?["schemas"] as? [String: Any] ?? [:]
    let named = schemas.filter { $0.key.hasSuffix("Input") || $0.key.hasSuffix("Output") }
    return named.values.reduce(into: []) { names, schema in
      names.formUnion(((schema as? [String: Any])?["properties"] as? [String: Any] ?? [:]).keys)
    }
  }

  /// Words of one part are words of English too, so they count only as a whole literal.
  static func findings(_ file: SourceFile, _ names: Set<String>) -> [Finding] {
    guard !places.contains(where: { file.path.hasPrefix($0) }) else { return [] }
    return file.findings(in: file.literals) { line in
      let literals = line.split(separator: "\"", omittingEmptySubsequences: false)
      let words = Set(line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
      let found = names.first { name in
        name.contains("_") ? words.contains(name) : literals.contains { $0 == name }
      }
      return found.map {
        "`\($0)` is a field of a document: take it from there, or give it a meaning for every "
          + "endpoint in \(places[0])"
      }
    }
  }
}

extension SourceFile {
  /// The lines with everything but literals, quotes included, blanked out.
  fileprivate var literals: [String] {
    zip(uncommented, code).map { text, code in
      String(
        decoding: zip(text.utf8, code.utf8).map { byte, code in
          code == byte && byte != UInt8(ascii: "\"") ? UInt8(ascii: " ") : byte
        }, as: UTF8.self)
    }
  }
}

@Suite("The fields of trellis")
struct FieldNameTests {
  private let names: Set<String>

  init() throws {
    names = try FieldNameCheck.names(in: Repository.contents("openapi/fal-ai/trellis.json"))
  }

  @Test("are known from its document")
  func known() {
    #expect(names.count == 10)
    #expect(names.isSuperset(of: ["image_url", "seed", "model_mesh", "timings"]))
  }

  @Test("stand nowhere in the sources")
  func sources() {
    expectNone(Repository.sources.flatMap { FieldNameCheck.findings($0, names) })
  }

  @Test("have a meaning for every endpoint in a file that exists")
  func place() {
    #expect(Repository.files.contains(FieldNameCheck.places[0]))
  }

  @Test(
    "are found",
    arguments: [
      #"input["seed"]"#, #"let a = "model_mesh""#, ##"json: #"{"image_url": 1}"#"##,
      #""the texture_size is wrong""#, #"["timings": x]"#,
    ])
  func bad(line: String) {
    let file = SourceFile(path: "Sources/Falsework/X.swift", text: line)
    #expect(FieldNameCheck.findings(file, names).count == 1)
  }

  @Test(
    "are not found in code, comments, English and longer names",
    arguments: [
      "let seed = timings", "// the texture_size", #""The seed of everything.""#,
      #""my_image_url""#, #"a("b", seed, "c")"#, #""\(seed)""#,
    ])
  func good(line: String) {
    let file = SourceFile(path: "Sources/Falsework/X.swift", text: line)
    #expect(FieldNameCheck.findings(file, names).isEmpty)
  }
}
