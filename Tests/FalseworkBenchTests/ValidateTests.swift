// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench
import FalseworkJSON
import Foundation
import Testing

@Suite("falsework-bench validate")
struct ValidateTests {
  @Test("generates JSON of the wanted size, in which every kind of value occurs")
  func mixedDocument() throws {
    let bytes = MixedDocument.bytes(seed: 1, count: 100_000)
    #expect((100_000..<101_000).contains(bytes.count))
    #expect(MixedDocument.bytes(seed: 1, count: 100_000) == bytes)
    #expect(MixedDocument.bytes(seed: 2, count: 100_000) != bytes)
    let records = try #require(JSONValue.parse(bytes).arrayValue)
    let kinds = Set(records.flatMap { $0.objectValue?.members ?? [] }.map { Self.kind($0.value) })
    #expect(kinds == ["null", "bool", "number", "string", "array", "object"])
    let text = String(decoding: bytes, as: UTF8.self)
    for part in [#"\""#, #"\n"#, "ö", "[]", #""""#, "-"] { #expect(text.contains(part)) }
  }

  private static func kind(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "bool"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  @Test(
    "measures both readings and parsing, beside judges that can be run",
    arguments: [
      ("pydantic_core 100000\npydantic 9\njsonschema 2500", true), ("pydantic_core 100000", false),
      ("pydantic_core many\njsonschema 1", false),
    ])
  func measures(rates: String, isUsable: Bool) throws {
    try withFolder { folder in
      let python = try Self.script("#!/bin/sh\n[ \"$1\" = -c ] || echo '\(rates)'", folder)
      let json = folder + "/report.json"
      let run = Recorded(
        Self.arguments + ["--python", python, "--script", "speed.py", "--json", json])
      guard isUsable else {
        #expect(run.status == 1)
        #expect(run.errors.contains("speed.py printed no rates"), "\(run.errors)")
        return
      }
      #expect(run.status == 0, "\(run.errors)")
      let report = try JSONValue.parse([UInt8](Data(contentsOf: URL(fileURLWithPath: json))))
      let readings = try #require(report["readings"]?.arrayValue)
      #expect(readings.map { $0["measure"] } == ["observed", "strict", "parse"])
      let peers = readings.map { $0["python"]?["median"]?.numberValue?.doubleValue }
      #expect(peers == [100_000, 2500, nil])
      for reading in readings {
        let rounds = try #require(reading["falsework"]?["rounds"]?.arrayValue)
        #expect(rounds.count == 2)
        #expect(rounds.allSatisfy { ($0.numberValue?.doubleValue ?? 0) > 0 })
        #expect(reading["met"]?.boolValue != nil)
      }
      #expect(run.output.contains("beside jsonschema"))
    }
  }

  @Test("measures alone where Python, its packages or the script are missing")
  func alone() throws {
    try withFolder { folder in
      let python = try Self.script("#!/bin/sh\necho 'No module named pydantic' >&2; exit 1", folder)
      for path in [python, "/nowhere/python"] {
        let run = Recorded(Self.arguments + ["--python", path, "--script", "speed.py"])
        #expect(run.status == 0)
        #expect(run.output.contains("peer: none"))
        #expect(run.output.contains("observed  234 B body"), "\(run.output)")
        let complaint = try #require(
          run.errors.split(separator: "\n").first { $0.hasPrefix("no judges to compare with: ") })
        #expect(complaint.contains(path) && complaint.contains("--python"))
      }
    }
  }

  @Test(
    "says which document cannot be used",
    arguments: [
      ("/nowhere/trellis.json", "cannot read"), ("/dev/null", "no OpenAPI document"),
      (Self.document.replacing("trellis.json", with: "trellis/multi.json"), "does not take"),
    ])
  func documents(path: String, mention: String) {
    let run = Recorded(["validate", "--document", path])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(path) && run.errors.contains(mention), "\(run.errors)")
    #expect(run.errors.contains("falsework-bench: "))
  }

  private static let document = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../openapi/fal-ai/trellis.json").standardized.path

  private static let arguments = [
    "validate", "--seconds", "0.05", "--rounds", "2", "--document", document,
  ]

  private static func script(_ text: String, _ folder: String) throws -> String {
    let path = folder + "/python"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "falsework-bench-validate-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }
}
