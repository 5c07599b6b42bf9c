// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import Foundation
import Testing

@Suite("falsework scenarios") struct ScenariosCommandTests {
  @Test("lists names and what they are about, in two columns")
  func list() async throws {
    let run = await Recorded(["scenarios"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count >= 90)
    let slow = try #require(lines.first { $0.hasPrefix("slow-queue ") })
    #expect(slow.hasSuffix("  Every request waits half a minute before a runner begins."))
    let column = try #require(slow.firstRange(of: "Every"))
    for line in lines {
      let offset = line.index(line.startIndex, offsetBy: slow[..<column.lowerBound].count)
      #expect(line[line.index(before: offset)] == " " && line[offset] != " ")
    }
  }

  @Test("shows one, with the ways to use it and its document")
  func show() async throws {
    let run = await Recorded(["scenarios", "lost-submit-reply"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("lost-submit-reply: The first submission is accepted, and"))
    for part in [
      "A good client: Look for the request", "falsework run --scenario lost-submit-reply -- ",
      "FAL_KEY=lost-submit-reply--anything:secret", "x-falsework-scenario: lost-submit-reply",
      "    do: {reset: {after: {head: 0}}}\n",
    ] {
      #expect(run.output.contains(part), "\(part)")
    }
  }

  @Test("writes JSON for machines")
  func json() async throws {
    let list = try JSONValue.parse(await Recorded(["scenarios", "--json"]).output)
    #expect(list[0]?.objectValue?.keys == ["name", "about", "advice", "rules"])
    let one = try JSONValue.parse(
      await Recorded(["scenarios", "slow-queue", "--json"]).output)
    #expect(one["name"] == "slow-queue")
    #expect(one["document"]?.stringValue?.contains("job: {wait: 30s}\n") == true)
  }

  @Test("explains what is not there in one line")
  func unknown() async {
    let run = await Recorded(["scenarios", "slow-qeue"])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(
      run.errors == "falsework: there is no scenario \"slow-qeue\"; did you mean \"slow-queue\"?\n")
  }

  @Test("checks files, and says of each what is wrong and where")
  func check() async throws {
    try await withTemporaryFolder { folder in
      let (good, bad) = (folder + "/good.json", folder + "/bad.yaml")
      let document = #"{"name": "mine", "about": "a", "advice": "b", "job": {"wait": "1s"}}"#
      try Data(document.utf8).write(to: URL(fileURLWithPath: good))
      try Data("name: mine\nabout: a\nadvice: b\njob: {wiat: 1s}\n".utf8)
        .write(to: URL(fileURLWithPath: bad))
      let run = await Recorded(["scenarios", "check", good, bad, folder + "/none.yaml"])
      #expect(run.status == 1)
      #expect(run.output == "\(good): mine, 1 rule\n")
      #expect(
        run.errors == """
          falsework: \(bad):4:7: unknown key "wiat"; did you mean "wait"?
          falsework: \(folder)/none.yaml: cannot be read; name a file that is there and may be read

          """)
      #expect(await Recorded(["scenarios", "check", good]).status == 0)
      let shown = await Recorded(["scenarios", good])
      #expect(shown.output.contains("falsework run --scenario \(good) -- "))
      #expect(!shown.output.contains("FAL_KEY"))
    }
  }
}
