// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import Foundation
import Testing

/// Deeds that are refused, with a part of what is said.
private enum WrongDeeds {
  static let rows: [(arguments: [String], status: Int32, mention: String)] = [
    (["explain", "99"], 1, "no exchange 99"), (["explain"], 2, "needs a subject"),
    (["clock", "x"], 2, "takes no subject"), (["use", "slow-qeue"], 1, "did you mean slow-queue"),
    (["journal", "--where", "fault"], 2, "name=value"), (["advance", "90s"], 1, "manual"),
    (["journal", "--where", "fault=eaten"], 1, "fault: give one of"),
    (["fault", "{"], 1, "the body is not JSON"), (["sing"], 2, "sing"),
  ]
}

@Suite("falsework ctl", .timeLimit(.minutes(5))) struct ControlCommandTests {
  private func withServer(
    _ arguments: [String] = [], _ body: (String, ServingProcess) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      let server = try await ServingProcess(state: folder, arguments: arguments)
      do {
        try await body(folder, server)
      } catch {
        _ = await server.stop()
        throw error
      }
      #expect(await server.stop().status == 0)
    }
  }

  private func submit(_ server: ServingProcess) async throws -> String {
    try await server.curl(
      "-s", "-H", "Authorization: Key me:x", "-H", "Content-Type: application/json",
      "-d", #"{"image_url":"https://example.com/a.png"}"#, "\(server.url)/fal-ai/trellis")
  }

  @Test("puts a fault in, shows what it did, and explains it")
  func faults() async throws {
    try await withServer { folder, server in
      let rule = #"{"when": {"operation": "submit"}, "do": {"error": "account_locked"}}"#
      let put = await Recorded(["ctl", "fault", rule, "--state", folder])
      #expect(put.status == 0, "\(put.errors)")
      let id = try #require(try JSONValue.parse(put.output)["id"]?.stringValue)
      #expect(try await submit(server).contains("User is locked"))
      // A client may have a reply before the server knows that it has.
      let journal = await Recorded(
        ["ctl", "journal", "--where", "operation=submit", "--where", "wait=30", "--state", folder])
      let entry = try #require(try JSONValue.parse(journal.output)["entries"]?[0])
      let fault = await Recorded(["ctl", "faults", id, "--state", folder])
      #expect(try JSONValue.parse(fault.output)["state"] == "delivered")
      let number = try #require(entry["id"]?.numberValue?.intValue)
      let explained = await Recorded(["explain", "\(number)", "--state", folder])
      #expect(explained.output.contains("fired: \(id)/"), "\(explained.output)")
      #expect(explained.output.contains("delivered to the client"))
      #expect(await Recorded(["ctl", "drop", id, "--state", folder]).status == 0)
      #expect(try await submit(server).contains("IN_QUEUE"))
    }
  }

  @Test("lets a scenario hold for one key, and time pass by hand")
  func steering() async throws {
    try await withServer(["--time", "manual"]) { folder, server in
      let used = await Recorded(
        ["ctl", "use", "account-locked", "--key", "me", "--state", folder])
      #expect(used.status == 0, "\(used.errors)")
      #expect(try await submit(server).contains("User is locked"))
      let dropped = ["ctl", "drop", "account-locked", "--key", "me", "--state", folder]
      #expect(await Recorded(dropped).status == 0)
      #expect(try await submit(server).contains("IN_QUEUE"))
      let advanced = await Recorded(["ctl", "advance", "idle", "--state", folder])
      #expect(try JSONValue.parse(advanced.output)["mode"] == "manual", "\(advanced.errors)")
      let requests = await Recorded(["ctl", "requests", "--key", "me", "--state", folder])
      let first = try #require(try JSONValue.parse(requests.output)["requests"]?[0])
      #expect(first["status"] == "COMPLETED")
    }
  }

  @Test("says in one line what is wrong", arguments: WrongDeeds.rows)
  func wrong(arguments: [String], status: Int32, mention: String) async throws {
    try await withServer { folder, _ in
      let run = await Recorded(["ctl"] + arguments + ["--state", folder])
      #expect(run.status == status)
      #expect(run.errors.contains(mention), "\(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1)
      #expect(run.output.isEmpty)
    }
  }

  @Test("says so where no server runs")
  func nobody() async throws {
    try await withTemporaryFolder { folder in
      let run = await Recorded(["ctl", "health", "--state", folder])
      #expect(run.status == 2)
      #expect(run.errors.contains("no server runs on \(folder)"))
    }
  }
}
