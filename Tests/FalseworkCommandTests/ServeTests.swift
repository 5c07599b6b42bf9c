// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import Foundation
import Testing

@Suite("falsework serve") struct ServeTests {
  @Test("says where it is, in its banner and in its ready file, and ends with 0")
  func ready() async throws {
    try await withTemporaryFolder { folder in
      let server = try await ServingProcess(state: folder)
      let members = try #require(server.ready.objectValue).members.map(\.name)
      #expect(members == ["url", "tls_url", "ca_file", "control_url", "pid"])
      #expect(server.ready["pid"]?.numberValue?.intValue == Int(server.running.pid))
      let health = try await server.curl(
        try #require(server.ready["control_url"]?.stringValue) + "/health")
      #expect(try JSONValue.parse(Array(health.utf8))["status"] == "ok")

      let outcome = await server.stop()
      #expect(outcome.status == 0)
      #expect(outcome.output.contains(server.url))
      #expect(outcome.output.contains("falsework env"))
      #expect(outcome.errors.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: "\(folder)-ready.json"))
    }
  }

  @Test("ends with 0 on Ctrl-C too")
  func interrupt() async throws {
    try await withTemporaryFolder { folder in
      let server = try await ServingProcess(state: folder)
      #expect(await server.stop(SIGINT).status == 0)
    }
  }

  @Test("loses nothing that it accepted when it is killed")
  func kill9() async throws {
    try await withTemporaryFolder { folder in
      var accepted: Set<String> = []
      for round in 0..<3 {
        let server = try await ServingProcess(state: folder, arguments: ["--preset", "instant"])
        accepted.formUnion(try await submitUntilKilled(server, round))
      }
      #expect(accepted.count >= 30)
      let server = try await ServingProcess(state: folder)
      for id in accepted {
        let status = try await server.curl(
          "-H", "Authorization: Key a:b", "\(server.url)/fal-ai/trellis/requests/\(id)/status")
        #expect(status.hasPrefix(#"{"status": "COMPLETED", "request_id": "\#(id)""#))
      }
      #expect(await server.stop().status == 0)
    }
  }

  /// Submits from several clients at once, kills the server after some replies, and returns the
  /// ids of all replies that came whole.
  private func submitUntilKilled(_ server: ServingProcess, _ round: Int) async throws -> [String] {
    try await withThrowingTaskGroup(of: [String].self) { group in
      for client in 0..<4 {
        group.addTask {
          var ids: [String] = []
          for number in 0..<200 {
            let body = #"{"image_url":"\#(round)/\#(client)/\#(number)","texture_size":512}"#
            let reply = try? await server.curl(
              "-H", "Authorization: Key a:b", "-H", "Content-Type: application/json", "-d", body,
              "\(server.url)/fal-ai/trellis")
            guard let reply, let json = try? JSONValue.parse(Array(reply.utf8)),
              let id = json["request_id"]?.stringValue
            else { break }
            ids.append(id)
            if client == 0, number == 5 + round { kill(server.running.pid, SIGKILL) }
          }
          return ids
        }
      }
      let ids = try await group.reduce(into: []) { $0 += $1 }
      #expect(await server.running.outcome().status == 137)
      return ids
    }
  }

  @Test(
    "says in one line what is wrong and what to do",
    arguments: [
      Trouble("a taken port", ["--port", "TAKEN"], "--port 0"),
      Trouble("a state folder in use", ["--port", "0", "--state", "INUSE"], "--state"),
      Trouble("a file for a state folder", ["--port", "0", "--state", "/etc/passwd"], "--state"),
      Trouble("a folder that cannot be made", ["--port", "0", "--state", "/proc/x/y"], "--state"),
      Trouble("a damaged database", ["--port", "0", "--state", "DAMAGED"], "falsework.sqlite"),
      Trouble("an address of somebody else", ["--port", "0", "--host", "192.0.2.1"], "192.0.2.1"),
      Trouble("a host name", ["--port", "0", "--host", "example.com"], "127.0.0.1"),
      Trouble("keys that are none", ["--port", "0", "--keys", "/dev/null"], "/dev/null:1: "),
      Trouble("no file of keys", ["--port", "0", "--keys", "/nowhere"], "id:secret"),
      Trouble("a folder without documents", ["--port", "0", "--openapi", "/nowhere"], "--openapi"),
    ])
  func trouble(_ trouble: Trouble) async throws {
    try await withTemporaryFolder { folder in
      let other = try await ServingProcess(state: folder + "/other")
      try FileManager.default.createDirectory(
        atPath: folder + "/damaged", withIntermediateDirectories: true)
      try Data(repeating: 0x5a, count: 8192).write(
        to: URL(fileURLWithPath: folder + "/damaged/falsework.sqlite"))
      let replacements = [
        "TAKEN": String(other.url.split(separator: ":")[2]), "INUSE": folder + "/other",
        "DAMAGED": folder + "/damaged",
      ]
      let arguments = trouble.arguments.map { replacements[$0] ?? $0 }
      let state = arguments.contains("--state") ? [] : ["--state", folder + "/own"]
      let outcome = try await FalseworkProcess.run(["serve"] + arguments + state)
      #expect(outcome.status == 1)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("falsework: "))
      #expect(outcome.errors.contains(trouble.mention), "\(outcome.errors)")
      #expect(await other.stop().status == 0)
    }
  }

  @Test("a ready file that cannot be written is named, with the reason and the option")
  func unwritable() async throws {
    let run = await Recorded(["run", "--ready-file", "/nowhere/ready", "--", "true"])
    #expect(run.status == 1)
    #expect(
      run.errors == """
        falsework: cannot write /nowhere/ready: No such file or directory; \
        choose another file with --ready-file

        """)
  }

  struct Trouble: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let arguments: [String]
    let mention: String

    init(_ name: String, _ arguments: [String], _ mention: String) {
      (testDescription, self.arguments, self.mention) = (name, arguments, mention)
    }
  }

  @Test("reports a damaged document by file and place, and serves the others")
  func damagedDocument() async throws {
    try await withTemporaryFolder { folder in
      let documents = folder + "/documents"
      try FileManager.default.createDirectory(
        atPath: documents, withIntermediateDirectories: true)
      try Data("{\"openapi\": }\n".utf8).write(to: URL(fileURLWithPath: documents + "/bad.json"))
      let server = try await ServingProcess(
        state: folder + "/state", arguments: ["--openapi", documents])
      let front = try await server.curl(server.url + "/")
      #expect(front.contains("fal-ai/trellis"))
      let outcome = await server.stop()
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("\(documents)/bad.json: line 1, column 13"))
    }
  }

  @Test(
    "reads the documents again on SIGHUP, and says what came, went and is broken",
    .timeLimit(.minutes(1)))
  func reload() async throws {
    try await withTemporaryFolder { folder in
      let documents = folder + "/documents"
      try write(document("made-up/one"), to: documents, "one.json")
      let server = try await ServingProcess(
        state: folder + "/state", arguments: ["--openapi", documents, "--log-level", "info"])
      #expect(try await server.curl(server.url + "/").contains("made-up/one"))

      try write(document("made-up/two"), to: documents, "two.yaml")
      try write("{", to: documents, "one.json")
      kill(server.running.pid, SIGHUP)
      // The front page is the server's own word on what it serves.
      while try await !server.curl(server.url + "/").contains("made-up/two") {}
      #expect(try await !server.curl(server.url + "/").contains("made-up/one"))

      let outcome = await server.stop()
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("\(documents)/one.json: line 1, column 2"))
      let lines = outcome.errors.split(separator: "\n")
      let changes = lines.filter { $0.contains("documents are read") }
      #expect(changes.count == 2)
      #expect(changes.last?.contains(" dropped=made-up/one loaded=made-up/two ") == true)
    }
  }

  private func document(_ id: String) -> String {
    """
    {"openapi": "3.0.4", "info": {"x-fal-metadata": {"endpointId": "\(id)"}},
     "paths": {"/\(id)": {"post": {"responses": {}}}}}
    """
  }

  private func write(_ text: String, to folder: String, _ name: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"), options: .atomic)
  }
}
