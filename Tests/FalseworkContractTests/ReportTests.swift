// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJSON
import FalseworkJournal
import FalseworkOpenAPI
import Foundation
import FoundationXML
import Testing

@Suite("A report")
struct ReportTests {
  static let verdicts = [Checks.good, Checks.bad, Checks.hostileVerdict]

  static func bytes(_ format: ReportFormat, _ verdict: Verdict) -> [UInt8] {
    VerdictReports(verdict, version: "1.2.3", about: Checks.about).bytes(format)
  }

  static func text(_ format: ReportFormat, _ verdict: Verdict = Checks.bad) -> String {
    String(decoding: bytes(format, verdict), as: UTF8.self)
  }

  @Test("has nothing that steers terminals or ends lines early", arguments: ReportFormat.allCases)
  func control(format: ReportFormat) {
    for scalar in Self.text(format, Checks.hostileVerdict).unicodeScalars {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      #expect(!isControl || scalar == "\n")
      #expect(!(0x202A...0x202E).contains(scalar.value) || format == .json || format == .sarif)
    }
  }

  @Test("ends with a newline, or is empty", arguments: ReportFormat.allCases)
  func newline(format: ReportFormat) {
    for verdict in Self.verdicts {
      let text = Self.text(format, verdict)
      #expect(text.isEmpty ? format == .github : text.last == "\n")
    }
  }

  // MARK: - JUnit

  @Test("in JUnit is XML with a suite for each drill and the numbers that it has")
  func junit() throws {
    for verdict in Self.verdicts {
      let root = try #require(
        try XMLDocument(data: Data(Self.bytes(.junit, verdict))).rootElement())
      let suites = root.elements(forName: "testsuite")
      #expect(
        suites.prefix(verdict.drills.count).map { $0.attribute(forName: "name")?.stringValue }
          == verdict.drills.map(\.drill.name))
      for suite in suites + [root] {
        let cases = try suite.nodes(forXPath: ".//testcase")
        #expect(suite.attribute(forName: "tests")?.stringValue == "\(cases.count)")
        for (name, tag) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
          let found = try suite.nodes(forXPath: ".//\(tag)").count
          #expect(suite.attribute(forName: name)?.stringValue == "\(found)")
        }
      }
      let failures = try root.nodes(forXPath: ".//failure")
      #expect(failures.count == verdict.findings.count { $0.level == .must })
      #expect(try root.nodes(forXPath: ".//script").isEmpty)
    }
  }

  // MARK: - JSON

  @Test("in JSON is as its schema says")
  func json() throws {
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
      .appending(path: "../../../openapi").standardizedFileURL
    let file = try Data(contentsOf: folder.appending(path: "verdict.schema.json"))
    let schema = try JSONSchema(JSONValue.parse(Array(file)))
    #expect(schema.diagnostics.isEmpty)
    for verdict in Self.verdicts + [Verdict(judging: RecordFileTests.records), Verdict([])] {
      let json = try JSONValue.parse(Self.bytes(.json, verdict))
      guard case .valid = schema.validate(json) else {
        Issue.record("\(schema.validate(json))")
        continue
      }
      #expect(json["findings"]?.arrayValue?.count == verdict.findings.count)
    }
    let spoilt = try JSONValue.parse(Self.text(.json).replacing("\"MUST\"", with: "\"WILL\""))
    if case .valid = schema.validate(spoilt) { Issue.record("the schema lets pass what is wrong") }
  }

  // MARK: - SARIF

  @Test("in SARIF has a rule for each clause and a result for each finding")
  func sarif() throws {
    let json = try JSONValue.parse(Self.bytes(.sarif, Checks.bad))
    let run = json["runs"]?[0]
    let rules = run?["tool"]?["driver"]?["rules"]?.arrayValue ?? []
    #expect(json["version"]?.stringValue == "2.1.0")
    #expect(rules.compactMap { $0["id"]?.stringValue } == Contract.queue.clauses.map(\.id.rawValue))
    let results = run?["results"]?.arrayValue ?? []
    #expect(results.count == Checks.bad.findings.count)
    for (result, finding) in zip(results, Checks.bad.findings) {
      let index = result["ruleIndex"]?.numberValue?.intValue ?? -1
      #expect(rules[index]["id"] == result["ruleId"])
      #expect(result["level"]?.stringValue == (finding.level == .must ? "error" : "warning"))
      let place = result["locations"]?[0]
      #expect(
        place?["logicalLocations"]?[0]?["fullyQualifiedName"]?.stringValue
          == "drill/\(finding.drill)")
      #expect(
        place?["physicalLocation"]?["artifactLocation"]?["uri"]?.stringValue == "my_client.py")
    }
    let notes = run?["invocations"]?[0]?["toolExecutionNotifications"]?.arrayValue
    #expect(notes?.count == Checks.bad.errors.count)
  }

  @Test(
    "in SARIF names the client's file as far as its command tells it",
    arguments: [
      (["python3", "-W", "ignore", "a b/é.py"], "a%20b/%C3%A9.py"), (["./client", "x"], "client"),
      (["node", "--flag", "dir/app.mjs", "b.js"], "dir/app.mjs"), (["client"], "FALSEWORK"),
      (["python3", "/opt/x.py"], "file:///opt/x.py"), ([], "FALSEWORK"),
      (["curl", "https://a.example/x.txt"], "FALSEWORK"), (["sh", "-c", "run x.py"], "FALSEWORK"),
      (["python3", "-m", "a.b"], "FALSEWORK"),
    ])
  func file(command: [String], uri: String) throws {
    let talk = Talk().submit { $0.request.fields = Talk.fields() }.with { $0.command = command }
    let json = try JSONValue.parse(Self.bytes(.sarif, Verdict(judging: [talk.record])))
    let place = json["runs"]?[0]?["results"]?[0]?["locations"]?[0]?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"]?.stringValue == uri)
  }

  // MARK: - Pages

  @Test("in HTML has no script, nothing from elsewhere, and the timeline of each drill")
  func html() {
    for verdict in Self.verdicts {
      let page = Self.text(.html, verdict)
      for bad in ["<script", "src=", "href=\"http", "url(", "@import", "\u{1B}"] {
        #expect(!page.contains(bad), "\(bad)")
      }
      #expect(page.count("class=\"fw-timeline\"") == verdict.drills.count)
      #expect(page.count("<details") == page.count("</details>"))
      #expect(page.contains("prefers-color-scheme:dark"))
    }
    #expect(Self.text(.html).contains("id=\"lost-submit-reply\""))
  }

  @Test("in Markdown has a row for each clause, and lets nothing out of its place")
  func markdown() {
    #expect(Self.text(.markdown).count("\n| MUST |") == 2)
    let hostile = Self.text(.markdown, Checks.hostileVerdict)
    let outside = hostile.split(separator: "```", omittingEmptySubsequences: false)
      .enumerated().filter { $0.offset % 2 == 0 }.map(\.element).joined()
    let lines = outside.split(separator: "\n").filter { !$0.hasPrefix("``") }
    #expect(!lines.contains { $0.contains("<script") || $0.contains("@me") })
    #expect(hostile.utf8.count < 65_536)
  }
}

extension String {
  func count(_ part: String) -> Int { components(separatedBy: part).count - 1 }
}
