// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation
import Testing

/// The clients of these tests are a line of shell each; real ones are judged by
/// `Tests/clients/prove_kit.py`, which `Tests/run.sh` runs.
@Suite("falsework check") struct CheckTests {
  @Test("judges a client by how it ends where nothing fails")
  func ending() async throws {
    let outcome = try await FalseworkProcess.run(
      ["check", "--drill", "sound", "--", "sh", "-c", "echo no luck; exit 5"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("result.delivers-mesh"))
    #expect(outcome.output.contains("failed with status 5"))
    #expect(
      outcome.output.contains("falsework check --drill sound -- sh -c 'echo no luck; exit 5'"))
  }

  @Test("tells a client what it needs, with a key that is nobody's")
  func environment() async throws {
    let wants = """
      case $FAL_KEY in falsework-drill:*) ;; *) exit 1;; esac
      [ "$FALSEWORK_DRILL" = sound ] && [ "$FALSEWORK_TIMEOUT" = 9 ] || exit 1
      [ -n "$FALSEWORK_IMAGE_URL" ] && [ ! -e "$FALSEWORK_OUT" ] || exit 1
      [ "$FALSEWORK_WEBHOOK_URL" = "http://127.0.0.1:$FALSEWORK_WEBHOOK_PORT/webhook" ] || exit 1
      """
    let outcome = try await FalseworkProcess.run(
      ["check", "--drill", "sound", "--timeout", "9", "--", "sh", "-c", wants])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test("finds the secret of the key in what the client writes, and does not repeat it")
  func secret() async throws {
    let outcome = try await FalseworkProcess.run(
      ["check", "--drill", "sound", "--", "sh", "-c", "echo $FAL_KEY"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("auth.key-not-in-output"))
    #expect(!outcome.output.contains("not-a-real-key"))
  }

  @Test("ends a client that does not end, with all that it has started")
  func hanging() async throws {
    let outcome = try await FalseworkProcess.run(
      [
        "check", "--drill", "stuck-in-queue", "--timeout", "1", "--", "sh", "-c",
        "cat | cat; tail -f /dev/null & wait",
      ])
    #expect(outcome.output.contains("was still running after 1 s"))
  }

  @Test("takes what a client says of itself for more than its status")
  func report() async throws {
    let says = #"echo "{\"succeeded\": false, \"reason\": \"no luck\"}" > $FALSEWORK_OUTCOME"#
    let outcome = try await FalseworkProcess.run(
      ["check", "--drill", "sound", "--", "sh", "-c", says])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("says that it failed: no luck"))
    let nonsense = try await FalseworkProcess.run(
      ["check", "--drill", "sound", "--", "sh", "-c", "echo hm > $FALSEWORK_OUTCOME"])
    #expect(nonsense.status == 3)
    #expect(nonsense.output.contains("what the client left at FALSEWORK_OUTCOME cannot be read"))
  }

  @Test("puts a service that runs already through drills, on the server that it uses")
  func runningServer() async throws {
    try await withTemporaryFolder { folder in
      let server = try await ServingProcess(state: "\(folder)/state")
      // In the place of a service: it asks the server by the address that is known to it.
      let service = """
        curl -sS --noproxy '*' -H 'Authorization: Key a:b' -H 'Content-Type: application/json' \
          -A service/1 -d '{"image_url": "https://example.com/a.png"}' \
          "$FALSEWORK_URL/queue.fal.run/fal-ai/trellis" | grep -q request_id
        """
      let outcome = try await FalseworkProcess.run(
        [
          "check", "--url", server.url, "--drill", "interrupted", "--drill", "submit-503-thrice",
          "--scenario", "position-rises", "--drill", "sound", "--", "sh", "-c", service,
        ])
      #expect(outcome.output.contains("sound"), "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output.contains("submit.retries-refusals"))
      #expect(outcome.output.contains("--url \(server.url) -- sh"))
      #expect(outcome.output.contains("position-rises"))
      #expect(!outcome.output.contains("interrupted"))
      #expect(outcome.output.contains("3 drills"))
      _ = try await FalseworkProcess.run(
        ["ctl", "use", "slow-queue", "--control", server.url + "/_falsework"])
      let refused = try await FalseworkProcess.run(["check", "--url", server.url, "--", "true"])
      #expect(refused.status == 1)
      #expect(refused.errors.contains("is under a scenario already"))
      _ = await server.stop()
    }
  }

  @Test(
    "refuses what does not go with a server that runs already",
    arguments: ["--jobs", "--campaign", "--seed"])
  func notWithURL(option: String) async throws {
    let outcome = try await FalseworkProcess.run(
      ["check", "--url", "http://127.0.0.1:1", option, "3", "--", "true"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("\(option) does not go with --url"))
  }

  @Test("does not take a drill whose fault reached nobody for a pass")
  func undelivered() async throws {
    let outcome = try await FalseworkProcess.run(
      ["check", "--drill", "lost-submit-reply", "--", "true"])
    #expect(outcome.output.contains("never asked for what the fault"))
    #expect(!outcome.output.contains("ok lost-submit-reply"))
  }

  @Test("writes every report and a record, which is judged alike")
  func reports() async throws {
    try await withTemporaryFolder { folder in
      let files = ["junit", "json", "markdown", "html", "sarif", "tap", "record"]
      let options = files.flatMap { ["--\($0)", "\(folder)/\($0)"] }
      let check = try await FalseworkProcess.run(
        ["check", "--drill", "sound"] + options + ["--", "false"])
      #expect(check.status == 1)
      for file in files {
        #expect(FileManager.default.contents(atPath: "\(folder)/\(file)")?.isEmpty == false)
      }
      let judged = try await FalseworkProcess.run(["judge", "\(folder)/record"])
      #expect(judged.status == 1)
      #expect(judged.output == check.output)
    }
  }

  @Test("lets findings pass that a baseline knows")
  func baseline() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/known"
      let first = try await FalseworkProcess.run(
        ["check", "--drill", "sound", "--write-baseline", file, "--", "false"])
      #expect(first.status == 1)
      let second = try await FalseworkProcess.run(
        ["check", "--drill", "sound", "--baseline", file, "--", "false"])
      #expect(second.status == 0, "\(second.output)")
    }
  }

  @Test("makes a drawn schedule that breaks a MUST as small as it can be")
  func campaign() async throws {
    let outcome = try await FalseworkProcess.run(
      ["check", "--campaign", "2", "--seed", "3", "--", "true"])
    #expect(outcome.status == 1)
    let text = try #require(outcome.output.components(separatedBy: "save it as").last)
    #expect(text.components(separatedBy: "\n  - ").count == 2, "one fault is left:\n\(text)")
    try await withTemporaryFolder { folder in
      let file = URL(fileURLWithPath: folder + "/drawn.yaml")
      let scenario = try #require(text.range(of: "name: \"campaign-3-"))
      try Data(text[scenario.lowerBound...].utf8).write(to: file)
      let checked = try await FalseworkProcess.run(["scenarios", "check", file.path])
      #expect(checked.status == 0, "\(checked.errors)")
    }
  }

  @Test(
    "names what is wrong with the command line",
    arguments: [
      (["check"], "name the client after --"),
      (["check", "--drill", "mesh-cutt", "--", "true"], "did you mean \"mesh-cut\"?"),
      (["check", "--family", "poling", "--", "true"], "did you mean \"polling\"?"),
      (["check", "--scenario", "no-such", "--", "true"], "there is no scenario"),
      (["check", "--timeout", "0", "--", "true"], "--timeout must be"),
      (["check", "--baseline", "/no/such", "--", "true"], "cannot read /no/such"),
      (["judge", "/no/such"], "cannot read /no/such"),
    ] as [([String], String)])
  func usage(arguments: [String], words: String) async throws {
    let outcome = try await FalseworkProcess.run(arguments)
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test("lists the drills and the clauses")
  func lists() async throws {
    let drills = try await FalseworkProcess.run(["check", "--list"])
    #expect(drills.output.contains("lost-submit-reply"))
    let clauses = try await FalseworkProcess.run(["check", "--clauses"])
    #expect(clauses.output.contains("`submit.once`"))
  }
}
