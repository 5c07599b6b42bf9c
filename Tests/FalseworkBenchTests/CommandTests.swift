// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench
import FalseworkJSON
import Foundation
import Synchronization
import Testing

@Suite("falsework-bench")
struct CommandTests {
  @Test(
    "explains wrong usage and ends with 2",
    arguments: [
      ["nonsense"], ["http", "--only", "nothing"], ["http", "--rounds", "0"],
      ["http", "--seconds", "0"], ["http", "--seconds", "nan"], ["http", "--peer", "apache"],
      ["soak", "--minutes", "0"], ["soak", "--clients", "0"], ["soak", "--seed", "-1"],
      ["queue", "--rounds", "0"], ["queue", "--stored", "0"], ["queue", "--streams", "20001"],
      ["queue", "--only", "status"], ["queue", "--live", "x"],
      ["faults", "--rounds", "0"], ["faults", "--delayed", "0"], ["faults", "--only", "status"],
      ["faults", "--exchanges", "0"], ["faults", "--delayed", "10001"],
      ["validate", "--rounds", "0"], ["validate", "--seconds", "0"], ["validate", "--nope"],
    ])
  func usage(arguments: [String]) {
    let run = Recorded(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("falsework-bench: ") && run.errors.hasSuffix("--help\n"))
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
  }

  @Test(
    "names its measures in its help",
    arguments: [
      (["--help"], ["http", "queue", "faults", "soak", "validate"]),
      (["faults", "--help"], ["cost:", "delays:", "journal:"]),
      (["queue", "--help"], ["submits:", "polls:", "streams:", "restart:"]),
      (["soak", "--help"], ["--minutes", "--seed"]),
      (["validate", "--help"], ["--python", "--script", "--document"]),
      (
        ["http", "--help"],
        ["status:", "status-tls:", "handshakes:", "download:", "idle:", "start:", "memory:"]
      ),
    ])
  func help(arguments: [String], mentions: [String]) {
    let run = Recorded(arguments)
    #expect(run.status == 0 && run.errors.isEmpty)
    for mention in mentions { #expect(run.output.contains(mention), "\(mention)") }
  }

  @Test(
    "says how to get the program that is missing", arguments: ["http", "queue", "faults", "soak"])
  func missingProgram(command: String) {
    let run = Recorded([command, "--program", "/nowhere/falsework"])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("/nowhere/falsework") && run.errors.contains("--program"))
  }

  @Test("measures a real server")
  func status() throws {
    let file = NSTemporaryDirectory() + "falsework-bench-test-\(getpid()).json"
    defer { unlink(file) }
    let run = Recorded([
      "http", "--only", "status", "--rounds", "1", "--seconds", "0.05", "--peer", "none",
      "--json", file, "--program", Self.program,
    ])
    #expect(run.status == 0, "\(run.errors)")
    for mention in ["peer: none", "1 conn., p50", "256 conn., requests"] {
      #expect(run.output.contains(mention), "\(run.output)")
    }
    let report = try JSONValue.parse([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
    let readings = try #require(report["readings"]?.arrayValue)
    #expect(readings.count == 12)
    for reading in readings where reading["unit"] == "1/s" {
      let median = try #require(reading["falsework"]?["median"]?.numberValue)
      #expect(median.doubleValue > 0)
      #expect(reading["nginx"] == nil && reading["met"] == nil)
    }
  }

  @Test("measures the queue of a real server, beside SQLite and beside itself")
  func queue() throws {
    let file = NSTemporaryDirectory() + "falsework-bench-test-queue-\(getpid()).json"
    defer { unlink(file) }
    let run = Recorded([
      "queue", "--only", "submits", "--only", "polls", "--only", "restart", "--rounds", "1",
      "--seconds", "0.05", "--stored", "300", "--live", "300", "--json", file, "--program",
      Self.program,
    ])
    #expect(run.status == 0, "\(run.errors)")
    let report = try JSONValue.parse([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
    let readings = try #require(report["readings"]?.arrayValue)
    let measures = readings.compactMap { $0["measure"]?.stringValue }
    #expect(measures.count { $0 == "submits" } == 5)
    #expect(measures.count { $0 == "polls" } == 2)
    #expect(measures.count { $0 == "restart" } == 2)
    for reading in readings {
      let median = try #require(reading["falsework"]?["median"]?.numberValue)
      #expect(median.doubleValue > 0, "\(reading)")
      #expect((reading["peer"] == nil) == (reading["unit"] != "1/s"))
    }
  }

  @Test("measures scenarios, delays and the journal of a real server")
  func faults() throws {
    let file = NSTemporaryDirectory() + "falsework-bench-test-faults-\(getpid()).json"
    defer { unlink(file) }
    let run = Recorded([
      "faults", "--rounds", "1", "--seconds", "0.05", "--delayed", "3", "--exchanges", "200",
      "--json", file, "--program", Self.program,
    ])
    #expect(run.status == 0, "\(run.errors)")
    let report = try JSONValue.parse([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
    let readings = try #require(report["readings"]?.arrayValue)
    let measures = readings.compactMap { $0["measure"]?.stringValue }
    #expect(
      measures
        == ["cost", "delays", "journal"].flatMap { name in
          [String](repeating: name, count: ["cost": 4, "delays": 6, "journal": 5][name] ?? 0)
        })
    for reading in readings where reading["unit"] == "1/s" {
      #expect(reading["falsework"]?["median"]?.numberValue?.doubleValue ?? 0 > 0)
      #expect(reading["no scenario"] != nil && reading["met"]?.boolValue != nil)
    }
    // A delay that is not there would be an error of a second.
    for reading in readings where reading["quantity"]?.stringValue?.contains("p50") == true {
      #expect(reading["falsework"]?["median"]?.numberValue?.doubleValue ?? 1 < 0.9, "\(reading)")
    }
    let kept = readings.first { $0["quantity"] == "200 exchanges, entries kept" }
    let entries = try #require(kept?["falsework"]?["median"]?.numberValue?.doubleValue)
    #expect(entries == 201, "the submission and 200 polls")
  }

  /// The program beside the tests' own.
  private static var program: String {
    let tests = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
    return tests.deletingLastPathComponent().appendingPathComponent("falsework").path
  }
}

/// One run of the command line inside the tests, with what it wrote.
struct Recorded {
  let status: Int32
  let output: String
  let errors: String

  init(_ arguments: [String]) {
    let (output, errors) = (Sink(), Sink())
    status = FalseworkBench.run(
      arguments: arguments,
      console: Console(output: { output.add($0) }, errors: { errors.add($0) }))
    self.output = output.text
    self.errors = errors.text
  }
}

private final class Sink: Sendable {
  private let collected = Mutex("")

  var text: String { collected.withLock { $0 } }

  func add(_ text: String) { collected.withLock { $0 += text } }
}
