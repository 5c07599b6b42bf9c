// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import Foundation
import Testing

@Suite("falsework verify") struct VerifyTests {
  /// Runs the command against a server of its own; says what it wrote, and as JSON too.
  private func verify(
    _ arguments: [String] = [], scenario: String? = nil, as dialect: String = "observed"
  ) async throws -> (run: Recorded, json: JSONValue) {
    try await withTemporaryFolder { folder in
      var options = ["--as", dialect, "--speed", "2"]
      if let scenario {
        try Data(scenario.utf8).write(to: URL(fileURLWithPath: folder + "/spoilt.json"))
        options += ["--scenario", folder + "/spoilt.json"]
      }
      let server = try await ServingProcess(state: folder + "/state", arguments: options)
      let file = folder + "/verdict.json"
      let run = await Recorded(["verify", server.url, "--json", file] + arguments)
      #expect(await server.stop().status == 0)
      let json = try JSONValue.parse([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
      return (run, json)
    }
  }

  private static func broken(_ json: JSONValue) -> [String] {
    json["clauses"]?.arrayValue?.filter { $0["judgement"] == "broken" }
      .compactMap { $0["id"]?.stringValue } ?? []
  }

  @Test("finds nothing wrong with the mock", arguments: ["observed", "documented"])
  func sound(dialect: String) async throws {
    let (run, json) = try await verify(["--as", dialect], as: dialect)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(Self.broken(json).isEmpty, "\(run.output)")
    #expect(run.output.contains("none broken"))
    #expect(json["jobs_submitted"] == 4)
    let unexercised = json["clauses"]?.arrayValue?.filter { $0["judgement"] == "not_exercised" }
      .compactMap { $0["id"]?.stringValue }
    #expect(
      unexercised
        == (dialect == "observed"
          ? ["status.document"]
          : [
            "methods.whole-id", "submit.members-in-order", "status.code-202",
            "status.members-in-order", "status.logs-null", "status.logs-list",
          ]))
  }

  @Test("finds one fault in one that is otherwise sound, and it alone", arguments: SpoiltServer.all)
  func spoilt(server: SpoiltServer) async throws {
    let (run, json) = try await verify(["--fail-on", "may"], scenario: server.scenario)
    #expect(Self.broken(json) == [server.clause], "\(run.output)")
    #expect(run.status == 1)
    #expect(run.output.contains(" \(server.clause): "))
    #expect(run.output.contains("> curl -i"))
  }

  @Test(
    "finds what rules cannot spoil in a server of another make",
    arguments: [
      ("sound", []), ("keyless", ["auth.key-required"]), ("other-sentence", ["auth.sentence"]),
      ("preflight", ["headers.preflight"]), ("failed", ["status.words"]),
      ("cancelled", ["status.words"]),
      (
        "key-order",
        [
          "submit.members-in-order", "status.members-in-order",
        ]
      ),
      ("position-kept", ["status.queue-position"]), ("envelope", ["result.bare"]),
      ("model-glb", ["result.schema"]), ("entry-without-loc", ["result.refusal-detail"]),
      ("early-202", ["result.too-early"]), ("unknown-is-queued", ["unknown.status"]),
      ("no-blank-lines", ["stream.framing"]), ("named-events", ["stream.framing"]),
      ("stream-ends-early", ["stream.ends"]), ("whole-id", ["methods.whole-id"]),
      ("range-total", ["artefact.range"]), ("etag", ["artefact.etag"]),
      ("short-key", ["keys.shape"]), ("bare-list", ["keys.shape"]),
      ("document-of-another", ["document.readable"]),
    ] as [(String, [String])])
  func flawed(flaw: String, clauses: [String]) async throws {
    try await withTemporaryFolder { folder in
      let file = folder + "/verdict.json"
      let script = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../clients/flawed_server.py").standardized.path
      let outcome = try await ExternalProgram.run([
        "python3", script, flaw, FalseworkProcess.path, "verify", "URL", "--json", file,
        "--fail-on", "may",
      ])
      let json = try JSONValue.parse([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
      #expect(Self.broken(json) == clauses, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.status == (clauses.isEmpty ? 0 : 1))
    }
  }

  @Test("submits no more than it may", arguments: [0, 1])
  func budget(count: Int) async throws {
    let (run, json) = try await verify(["--budget", "\(count)"])
    #expect(run.status == 0)
    #expect(json["jobs_submitted"] == .number(JSONNumber(count)))
    #expect(run.output.contains("\(count) jobs submitted of \(count) allowed"))
  }

  @Test("shows no key to anybody but the server, nor in what it writes")
  func secrecy() async throws {
    try await withTemporaryFolder { folder in
      let server = try await ServingProcess(state: folder + "/state", arguments: ["--speed", "4"])
      let file = folder + "/verdict.json"
      let outcome = try await FalseworkProcess.run(
        ["verify", server.url, "--key-env", "SOME_KEY", "--json", file],
        environment: ["SOME_KEY": "verify-id:verify-secret"])
      #expect(outcome.status == 0)
      let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
      for written in [outcome.output, outcome.errors, text] {
        #expect(!written.contains("verify-secret"))
      }
      #expect(text.contains("Authorization: Key $SOME_KEY"))
      #expect(await server.stop().status == 0)
    }
  }

  @Test("lists its clauses, each with its source")
  func list() async {
    let run = await Recorded(["verify", "--list"])
    #expect(run.status == 0)
    #expect(run.output.contains("status.code-202"))
    #expect(run.output.contains("observed: "))
  }

  @Test(
    "says in one line what is wrong, and asks nobody",
    arguments: [
      (["verify"], 2, "name a server"),
      (["verify", "localhost:4010"], 2, "http://"),
      (["verify", "http://127.0.0.1:1/?a=b"], 2, "query"),
      (["verify", "https://queue.fal.run"], 2, "--key-env FAL_KEY"),
      (["verify", "https://queue.fal.run", "--key-env", "PATH"], 2, "--budget"),
      (["verify", "http://queue.fal.run", "--key-env", "PATH"], 2, "in the clear"),
      (["verify", "http://127.0.0.1:1", "--key-env", "NO_SUCH_KEY"], 2, "NO_SUCH_KEY"),
      (["verify", "http://127.0.0.1:1", "--budget", "9"], 2, "between 0 and 4"),
      (["verify", "http://127.0.0.1:1", "--endpoint", "a"], 2, "--endpoint"),
      (["verify", "http://127.0.0.1:1", "--endpoint", "a/b"], 2, "--input"),
      (["verify", "http://127.0.0.1:1"], 3, "cannot be reached"),
    ] as [([String], Int32, String)])
  func trouble(arguments: [String], status: Int32, mention: String) async {
    let run = await Recorded(arguments)
    #expect(run.status == status)
    #expect(run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(run.errors.contains(mention), "\(run.errors)")
  }
}
